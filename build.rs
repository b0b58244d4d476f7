//! Tells cargo about inputs that it can't see by itself.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SSR").is_none() {
        // The browser's half has no such input, and must not be compiled again because of the site made from it.
        return;
    }
    // Release builds embed the site; debug builds read it when they start.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=target/site/manifest.json");
    }
}
