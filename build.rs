//! With the feature `capi`: writes `include/oauth1.h`. How the libraries for C are linked is
//! `CMakeLists.txt`'s part, which has cargo build them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "capi")]
    capi::write_header();
}

#[cfg(feature = "capi")]
mod capi {
    use std::path::Path;
    use std::{env, fs};

    use cbindgen::{Builder, Config};

    const HEADER: &str = "include/oauth1.h";

    /// The sections of the header, each made from a file in `src/capi`.
    const SECTIONS: [(&str, &str); 24] = [
        ("error", "Errors"),
        ("library", "The library as a whole"),
        ("callback", "Callbacks"),
        ("log", "The library's log"),
        ("settings", "Settings"),
        ("token", "Tokens"),
        ("provider", "Providers"),
        ("cancellation", "Cancellations: calling off requests"),
        ("body", "Bodies that are read while they are sent"),
        ("multipart", "Bodies of fields and files"),
        ("request", "Requests"),
        ("signed", "Signed requests"),
        ("transport", "Sending by other means"),
        ("client", "Clients"),
        (
            "builder",
            "Client builders: other settings than the defaults",
        ),
        ("http", "Client builders: how requests are sent"),
        ("handshake", "The handshake, step by step"),
        ("pending", "The handshake with a known provider"),
        ("response", "Responses"),
        ("stream", "Responses that are read piece by piece"),
        ("session", "Sessions: signing and sending"),
        ("finding", "Findings: why a signature does not fit"),
        ("explanation", "Explanations: a signature, step by step"),
        ("captured", "Captured requests, and what is wrong with them"),
    ];

    pub fn write_header() {
        for path in ["src/capi", "cbindgen.toml", "Cargo.toml", HEADER] {
            println!("cargo::rerun-if-changed={path}");
        }
        // a published package has its header, and its files are not to be touched
        if Path::new("Cargo.toml.orig").exists() {
            return;
        }
        let header = header();
        if fs::read_to_string(HEADER).is_ok_and(|present| present == header) {
            return;
        }
        if let Err(error) = fs::write(HEADER, header) {
            println!("cargo::warning={HEADER} is out of date and could not be written: {error}");
        }
    }

    fn header() -> String {
        let mut config = Config::from_file("cbindgen.toml").expect("cbindgen.toml can be read");
        let opening = config
            .header
            .take()
            .expect("cbindgen.toml has the opening chapter");
        let version = env!("CARGO_PKG_VERSION");
        let [major, minor, patch] = [
            env!("CARGO_PKG_VERSION_MAJOR"),
            env!("CARGO_PKG_VERSION_MINOR"),
            env!("CARGO_PKG_VERSION_PATCH"),
        ];
        let sections: String = SECTIONS
            .iter()
            .map(|section| self::section(&config, section))
            .collect();
        format!(
            r#"{opening}
#ifndef OAUTH1_H
#define OAUTH1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header; oauth1_version() tells that of the library. */
#define OAUTH1_VERSION "{version}"
/** The version's first number. */
#define OAUTH1_VERSION_MAJOR {major}
/** The version's second number. */
#define OAUTH1_VERSION_MINOR {minor}
/** The version's third number. */
#define OAUTH1_VERSION_PATCH {patch}

#ifdef __cplusplus
extern "C" {{
#endif

{sections}#ifdef __cplusplus
}}
#endif

#endif
"#
        )
    }

    fn section(config: &Config, (file, title): &(&str, &str)) -> String {
        let mut text = Vec::new();
        Builder::new()
            .with_config(config.clone())
            .with_src(format!("src/capi/{file}.rs"))
            .generate()
            .unwrap_or_else(|error| panic!("no header comes of src/capi/{file}.rs: {error}"))
            .write(&mut text);
        let text = String::from_utf8(text).expect("a header is text");
        let rule = "=".repeat(94);
        format!(
            "/* {rule}\n * {title}\n * {rule} */\n\n{}\n\n",
            compact(text.trim())
        )
    }

    /// Puts a comment that has one line onto one line, where it has room, and definitions of numbers below each other,
    /// as one would write them.
    fn compact(text: &str) -> String {
        let mut out = String::new();
        for block in text.split("\n\n") {
            let mut lines = block.lines();
            let short = match (lines.next(), lines.next(), lines.next()) {
                (Some("/**"), Some(line), Some(" */")) => {
                    line.strip_prefix(" * ").filter(|line| line.len() <= 92)
                }
                _ => None,
            };
            let block = match short {
                Some(comment) => {
                    let rest: Vec<_> = lines.collect();
                    format!("/** {comment} */\n{}", rest.join("\n"))
                }
                None => block.to_owned(),
            };
            let follows = block.contains("\n#define ") && out.ends_with(char::is_numeric);
            out.push_str(if out.is_empty() {
                ""
            } else if follows {
                "\n"
            } else {
                "\n\n"
            });
            out.push_str(&block);
        }
        out
    }
}
