//! The default theme, and the templates of new books, are compiled into the program: a file added to them must be too.

fn main() {
    println!("cargo::rerun-if-changed=themes/palier");
    println!("cargo::rerun-if-changed=src/author/begin");
}
