//! With the feature `capi`: writes `include/oauth1.h`. How the libraries for C are linked is
//! `CMakeLists.txt`'s part, which has cargo build them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "capi")]
    capi::write_header();
}

#[cfg(feature = "capi")]
mod capi {
    use std::collections::HashMap;
    use std::path::Path;
    use std::{env, fs};

    use cbindgen::{Builder, Config};

    const HEADER: &str = "include/oauth1.h";

    /// The sections of the header, each made from a file in `src/capi`.
    const SECTIONS: [(&str, &str); 32] = [
        ("error", "Errors"),
        ("library", "The library as a whole"),
        ("callback", "Callbacks"),
        ("log", "The library's log"),
        ("settings", "Settings"),
        ("steps", "Signatures by hand"),
        ("url", "URLs as they are signed and sent"),
        ("authorization", "Authorization headers"),
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
        ("refusal", "Refusals: why a request is not verified"),
        (
            "look_up",
            "What verifiers ask for: secrets, and whether a nonce is new",
        ),
        ("verified", "Verified requests"),
        (
            "verifier",
            "Verifiers: checking requests that others signed",
        ),
        ("verifier_builder", "Verifier builders: by what rules"),
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
            .expect("cbindgen.toml has the opening chapter")
            .replace("@SECTIONS@", &contents());
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

/**
 * Marks a function that there is a better way for, which the message tells. Where the compiler has
 * no means to tell of it, it is nothing.
 */
#if defined(__GNUC__)
#define OAUTH1_DEPRECATED(message) __attribute__((deprecated(message)))
#elif defined(_MSC_VER)
#define OAUTH1_DEPRECATED(message) __declspec(deprecated(message))
#elif (defined(__cplusplus) && __cplusplus >= 201402L) || \
    (defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L)
#define OAUTH1_DEPRECATED(message) [[deprecated(message)]]
#else
#define OAUTH1_DEPRECATED(message)
#endif

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

    /// The list of the sections, as a part of the opening chapter.
    fn contents() -> String {
        let lines: Vec<_> = SECTIONS
            .iter()
            .map(|(_, title)| format!(" * - {title}"))
            .collect();
        lines.join("\n")
    }

    /// The section that a file makes: what cbindgen writes, put as one would write it.
    fn section(config: &Config, (file, title): &(&str, &str)) -> String {
        let path = format!("src/capi/{file}.rs");
        let mut text = Vec::new();
        Builder::new()
            .with_config(config.clone())
            .with_src(&path)
            .generate()
            .unwrap_or_else(|error| panic!("no header comes of {path}: {error}"))
            .write(&mut text);
        let text = String::from_utf8(text).expect("a header is text");
        let source = fs::read_to_string(&path).expect("the file can be read once more");
        let types = types_of_numbers(&source);
        let blocks = text.trim().split("\n\n").map(compact).collect();
        let body = below_their_types(blocks, &types);
        let rule = "=".repeat(94);
        format!("/* {rule}\n * {title}\n * {rule} */\n\n{body}\n\n")
    }

    /// Puts a comment that has one line onto one line, where it has room.
    fn compact(block: &str) -> String {
        let mut lines = block.lines();
        let short = match (lines.next(), lines.next(), lines.next()) {
            (Some("/**"), Some(line), Some(" */")) => {
                line.strip_prefix(" * ").filter(|line| line.len() <= 92)
            }
            _ => None,
        };
        match short {
            Some(comment) => {
                let rest: Vec<_> = lines.collect();
                format!("/** {comment} */\n{}", rest.join("\n"))
            }
            None => block.to_owned(),
        }
    }

    /// The names of a file's numbers, each with that of its type, where the file has that too.
    fn types_of_numbers(source: &str) -> HashMap<&str, &str> {
        source
            .lines()
            .filter_map(|line| line.strip_prefix("pub const ")?.split_once(" = "))
            .filter_map(|(declared, _)| declared.split_once(": "))
            .filter(|(_, of)| source.contains(&format!("pub type {of} =")))
            .collect()
    }

    /// Joins the blocks, with the numbers of a type below it, one below the other.
    fn below_their_types(blocks: Vec<String>, types: &HashMap<&str, &str>) -> String {
        let type_of = |block: &str| {
            let definition = block.lines().last()?.strip_prefix("#define ")?;
            types.get(definition.split_once(' ')?.0).copied()
        };
        let (numbers, others): (Vec<_>, Vec<_>) = blocks
            .into_iter()
            .partition(|block| type_of(block).is_some());
        let mut out = Vec::new();
        for block in others {
            let own: Vec<_> = numbers
                .iter()
                .filter(|number| {
                    type_of(number).is_some_and(|of| block.ends_with(&format!(" {of};")))
                })
                .map(String::as_str)
                .collect();
            out.push(block);
            if !own.is_empty() {
                out.push(own.join("\n"));
            }
        }
        out.join("\n\n")
    }
}
