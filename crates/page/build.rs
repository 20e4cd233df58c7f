//! Embeds `ui/dist`, or the placeholder when it is not there: writes a table of the files as Rust code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// `manifest.json`, as the page's build writes it.
#[derive(Deserialize)]
struct Manifest {
    files: Vec<Entry>,
}

/// A file of the page.
#[derive(Deserialize)]
struct Entry {
    path: String,
    #[serde(rename = "type")]
    media_type: String,
    immutable: bool,
}

#[expect(clippy::disallowed_methods, reason = "a build script is told by the environment where it is")]
fn main() -> Result<(), Box<dyn Error>> {
    // Asked when it runs: a target directory may serve several clones, and what was compiled for one runs for another.
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let dist = here.join("../../ui/dist");
    let placeholder = here.join("placeholder");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed={}", placeholder.display());

    let (root, entries) = match fs::read(dist.join("manifest.json")) {
        Ok(manifest) => (dist, serde_json::from_slice::<Manifest>(&manifest)?.files),
        Err(_) => (placeholder, vec![placeholder_entry()]),
    };
    let root = root.canonicalize()?;
    let mut table = String::new();
    writeln!(table, "/// The files of the page.\npub(crate) static FILES: &[crate::file::File] = &[")?;
    for entry in &entries {
        write_entry(&mut table, &root, entry)?;
    }
    writeln!(table, "];")?;
    let scripts = inline_script_hashes(&fs::read_to_string(root.join("index.html"))?);
    writeln!(table, "/// Hashes of the scripts inside `index.html`, for the content security policy.")?;
    writeln!(table, "pub(crate) static INLINE_SCRIPTS: &[&str] = &{scripts:?};")?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("files.rs"), table)?;
    Ok(())
}

fn placeholder_entry() -> Entry {
    Entry { path: "index.html".into(), media_type: "text/html; charset=utf-8".into(), immutable: false }
}

fn write_entry(table: &mut String, root: &Path, entry: &Entry) -> Result<(), Box<dyn Error>> {
    let Entry { path, media_type, immutable } = entry;
    let file = root.join(path);
    let digest = hex::encode(Sha256::digest(fs::read(&file)?));
    let brotli = compressed(&file, "br");
    let gzip = compressed(&file, "gz");
    // What is there in gzip is not embedded a second time.
    let identity = if gzip.is_some() { None } else { Some(file) };
    writeln!(
        table,
        "crate::file::File {{ path: {path:?}, media_type: {media_type:?}, immutable: {immutable}, tag: {tag:?}, \
         brotli: {}, gzip: {}, identity: {} }},",
        include(brotli.as_deref()),
        include(gzip.as_deref()),
        include(identity.as_deref()),
        tag = &digest[..16],
    )?;
    Ok(())
}

fn compressed(file: &Path, extension: &str) -> Option<PathBuf> {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    let path = PathBuf::from(name);
    path.is_file().then_some(path)
}

fn include(path: Option<&Path>) -> String {
    path.map_or_else(
        || "None".to_owned(),
        |path| format!("Some(include_bytes!({:?}))", path.display().to_string()),
    )
}

fn inline_script_hashes(html: &str) -> Vec<String> {
    let scripts = html.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next());
    scripts.map(|script| format!("sha256-{}", STANDARD.encode(Sha256::digest(script)))).collect()
}
