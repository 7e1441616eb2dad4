//! Says in one sentence what is missing when the fonts have not been copied.

fn main() {
    let font = "../../frontend/dist/polices/DejaVuSans.ttf";
    println!("cargo::rerun-if-changed={font}");
    if !std::path::Path::new(font).exists() {
        println!(
            "cargo::error=Les polices des documents manquent (frontend/dist/polices). Lancez d’abord : make assets"
        );
    }
}
