//! Numbers, times and foreign text in words for a person.

use std::time::{Duration, UNIX_EPOCH};

/// How much of a foreign text is shown, in characters.
const SHOWN: usize = 120;
/// How many names a list has before the rest is counted.
const LISTED: usize = 8;
/// 9999-12-31 23:59:59 GMT, the last second with a year of four digits.
const LAST_DATE: u64 = 253_402_300_799;

/// `text` on one line, without what a terminal would obey, and cut where it is long.
pub(super) fn shown(text: impl AsRef<[u8]>) -> String {
    let text = String::from_utf8_lossy(text.as_ref());
    let mut chars = text.chars();
    let mut out = visible(chars.by_ref().take(SHOWN));
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

/// `text` on one line, all of it, without what a terminal would obey.
pub(super) fn shown_whole(text: impl AsRef<[u8]>) -> String {
    visible(String::from_utf8_lossy(text.as_ref()).chars())
}

/// A value as [`shown`]; an empty one could not be seen.
pub(crate) fn quoted(text: impl AsRef<[u8]>) -> String {
    if text.as_ref().is_empty() {
        "empty".to_owned()
    } else {
        shown(text)
    }
}

fn visible(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for c in chars {
        // the latter turn the direction of writing, and can make a text read as another
        if c.is_control() || matches!(c, '\u{200E}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// `1 character`, `2 characters`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `a, b and c`, each as [`shown`]; of many names the first.
pub(super) fn list<T: AsRef<[u8]>>(names: &[T]) -> String {
    let mut items: Vec<String> = names.iter().take(LISTED).map(shown).collect();
    if names.len() > LISTED {
        items.push(format!("{} more", names.len() - LISTED));
    }
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} and {last}", items.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// `the parameter a`, `the parameters a and b`.
pub(super) fn parameters<T: AsRef<[u8]>>(names: &[T]) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    format!("the parameter{plural} {}", list(names))
}

/// A span of time by its two largest units: `12 minutes and 3 seconds`.
pub(crate) fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 5] = [
        (365 * 24 * 3600, "year"),
        (24 * 3600, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, noun) in UNITS {
        let number = rest / length;
        rest %= length;
        if number > 0 {
            parts.push(count(usize::try_from(number).unwrap_or(usize::MAX), noun));
        } else if !parts.is_empty() {
            break;
        }
    }
    parts.truncate(2);
    if parts.is_empty() {
        return "0 seconds".to_owned();
    }
    parts.join(" and ")
}

/// A moment as HTTP writes it (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn date(seconds: u64) -> String {
    if seconds > LAST_DATE {
        return format!("{seconds} seconds after 1970, which is no date");
    }
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The moment that a `Date` header names, in seconds since 1970-01-01 00:00:00 GMT.
pub(super) fn parsed_date(text: &str) -> Option<u64> {
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_its_two_largest_units() {
        assert_eq!(duration(0), "0 seconds");
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(723), "12 minutes and 3 seconds");
        assert_eq!(duration(720), "12 minutes");
        assert_eq!(duration(3600), "1 hour");
        assert_eq!(duration(3601), "1 hour");
        assert_eq!(duration(90_061), "1 day and 1 hour");
        assert_eq!(duration(400 * 86_400), "1 year and 35 days");
        assert!(duration(u64::MAX).starts_with("584942417355 years"));
    }

    #[test]
    fn a_date_is_readable_and_none_is_too_late() {
        assert_eq!(date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert!(date(LAST_DATE).contains("9999"));
        assert!(date(u64::MAX).ends_with("which is no date"));
        assert_eq!(parsed_date(&date(784_111_777)), Some(784_111_777));
    }

    #[test]
    fn foreign_text_does_not_move_the_terminal() {
        assert_eq!(shown("a\x1b[2J\r\nb"), "a\\u{1b}[2J\\u{d}\\u{a}b");
        assert_eq!(shown(b"\xff"), "\u{fffd}");
        assert_eq!(shown("x".repeat(500)).chars().count(), SHOWN + 1);
    }

    #[test]
    fn many_names_are_counted() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        let many: Vec<_> = (0..100).map(|n| n.to_string()).collect();
        assert_eq!(list(&many), "0, 1, 2, 3, 4, 5, 6, 7 and 92 more");
    }
}
