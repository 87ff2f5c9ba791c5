//! The default theme is compiled into the program: a file added to it must be too.

fn main() {
    println!("cargo::rerun-if-changed=themes/palier");
}
