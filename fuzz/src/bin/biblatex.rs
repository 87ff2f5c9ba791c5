fn main() {
    palier_fuzz::run(palier_fuzz::targets::biblatex);
}
