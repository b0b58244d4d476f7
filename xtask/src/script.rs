//! Makes the JavaScript glue small.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::Write as _,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::Places;

/// What functions are called, one after the other.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Gives each function that the glue lends to the WASM a short name there and here. The long ones end in a hash, which
/// nothing compresses.
pub fn renamed<'m>(script: &str, lent: impl Iterator<Item = &'m mut String>) -> Result<String> {
    let mut names = HashMap::new();
    for (number, name) in lent.enumerate() {
        let short = short(number);
        names.insert(std::mem::replace(name, short.clone()), short);
    }
    let mut renamed = String::new();
    let mut found = 0;
    for line in script.lines() {
        // `name: function(…) {`
        match line.split_once(": ").and_then(|(name, rest)| Some((names.get(name.trim_start())?, rest))) {
            Some((short, rest)) => {
                found += 1;
                let _ = writeln!(renamed, "{short}: {rest}");
            }
            None => {
                renamed.push_str(line);
                renamed.push('\n');
            }
        }
    }
    ensure!(found == names.len(), "the glue has {found} of the {} functions that the WASM wants", names.len());
    Ok(renamed)
}

fn short(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(LETTERS[number % LETTERS.len()].into());
        number /= LETTERS.len();
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

/// The same module in fewer letters: esbuild reads it.
pub fn minified(places: &Places, script: &str) -> Result<String> {
    let mut esbuild = Command::new(places.tool("esbuild")?)
        .args(["--minify", "--format=esm", "--log-level=error"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting esbuild")?;
    // It reads everything before it writes anything.
    esbuild.stdin.take().context("esbuild reads nothing")?.write_all(script.as_bytes())?;
    let done = esbuild.wait_with_output()?;
    ensure!(done.status.success(), "esbuild failed");
    Ok(String::from_utf8(done.stdout)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_glue_and_the_wasm_agree_on_short_names() {
        let script = "const imports = {\n    __wbg_log_7a: function(arg0) {\n    },\n    __wbg_now_1f: Date.now,\n};\n";
        let mut lent = ["__wbg_now_1f".to_owned(), "__wbg_log_7a".to_owned()];
        let renamed = renamed(script, lent.iter_mut()).unwrap();
        assert_eq!(lent, ["a", "b"]);
        assert_eq!(renamed, "const imports = {\nb: function(arg0) {\n    },\na: Date.now,\n};\n");
    }

    #[test]
    fn a_function_that_the_glue_does_not_lend_is_an_error() {
        assert!(renamed("", ["__wbg_log_7a".to_owned()].iter_mut()).is_err());
    }

    #[test]
    fn no_name_is_given_twice() {
        let names: BTreeSet<String> = (0..5_000).map(short).collect();
        assert_eq!(names.len(), 5_000);
    }
}
