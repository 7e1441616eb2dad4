//! Says in one sentence what is missing when the assets have not been built.

fn main() {
    let manifest = "../../frontend/dist/manifest.json";
    println!("cargo::rerun-if-changed={manifest}");
    println!("cargo::rerun-if-changed=templates");
    if !std::path::Path::new(manifest).exists() {
        println!(
            "cargo::error=Les fichiers du navigateur manquent (frontend/dist). Lancez d’abord : make assets"
        );
    }
}
