//! The sandbox provider, `python -m oauth1.sandbox`, as a process of the test's own.
#![allow(dead_code)] // each test program takes what it needs of it

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use oauth1::Token;
use serde_json::Value;

/// A running sandbox; it ends when its standard input does, which is when this is dropped.
pub struct Sandbox {
    process: Child,
    description: Value,
}

impl Sandbox {
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// The one that all tests of a program share, with the endpoints that oauthlib judges, or
    /// `verifier`, which is this library's own.
    pub fn judged_by(judge: &str) -> &'static Self {
        static OAUTHLIB: OnceLock<Sandbox> = OnceLock::new();
        static VERIFIER: OnceLock<Sandbox> = OnceLock::new();
        let shared = match judge {
            "oauthlib" => &OAUTHLIB,
            "verifier" => &VERIFIER,
            _ => panic!("there is no judge {judge}"),
        };
        shared.get_or_init(|| Self::with(&["--judge", judge]))
    }

    /// One with these options beside the usual.
    pub fn with(options: &[&str]) -> Self {
        let mut process = Command::new(python())
            .args([
                "-m",
                "oauth1.sandbox",
                "--port",
                "0",
                "--json",
                "--exit-with-stdin",
            ])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("OAUTH1_TEST_PYTHON can be run");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let description = serde_json::from_str(&line).expect(
            "the sandbox describes itself; does OAUTH1_TEST_PYTHON have oauth1[sandbox]? \
             `make test` sees to that",
        );
        Self {
            process,
            description,
        }
    }

    /// What the sandbox says of itself, such as `request_token_url`.
    pub fn get(&self, name: &str) -> &str {
        self.description[name]
            .as_str()
            .unwrap_or_else(|| panic!("{name} in {}", self.description))
    }

    /// The access token of one of the users that `--users` made.
    pub fn token(&self, number: usize) -> Token {
        let token = &self.description["tokens"][number];
        let text = |name: &str| token[name].as_str().unwrap();
        Token::new(text("oauth_token"), text("oauth_token_secret"))
    }

    /// The name of one of the users that `--users` made.
    pub fn user(&self, number: usize) -> &str {
        self.description["tokens"][number]["user"].as_str().unwrap()
    }

    /// What examples read: each text of the description as `OAUTH1_SANDBOX_NAME`.
    pub fn environment(&self) -> impl Iterator<Item = (String, String)> {
        let texts = self.description.as_object().unwrap().iter();
        texts.filter_map(|(name, value)| {
            let name = format!("OAUTH1_SANDBOX_{}", name.to_uppercase());
            Some((name, value.as_str()?.to_owned()))
        })
    }

    /// Lets a user allow or deny access, as in a browser: gives the PIN, or the URL that the user
    /// is sent back to.
    pub fn consent(url: &str, options: &[&str]) -> String {
        let output = Command::new(python())
            .args(["-m", "oauth1.sandbox", "consent"])
            .args(options)
            .arg(url)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn python() -> String {
    std::env::var("OAUTH1_TEST_PYTHON").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/build/venv/bin/python").to_owned()
    })
}

/// Makes tests of functions that take a [`Sandbox`]: each is run where oauthlib is the judge, and
/// where the verifier is.
#[macro_export]
macro_rules! for_both_judges {
    ($($test:ident,)+) => {
        mod judged_by_oauthlib {
            $(#[test]
            fn $test() {
                super::$test(super::sandbox::Sandbox::judged_by("oauthlib"));
            })+
        }

        mod judged_by_verifier {
            $(#[test]
            fn $test() {
                super::$test(super::sandbox::Sandbox::judged_by("verifier"));
            })+
        }
    };
}
