//! Where an answer ends, and the older mail below it begins.

/// What the line before a quotation ends with, in the languages that people write to us in.
const WROTE: [&str; 7] = [
    "wrote:",
    "writes:",
    "schrieb:",
    "écrit :",
    "écrit:",
    "escribió:",
    "ha scritto:",
];
/// And begins with; German has the name last: "Am … schrieb Ada Lovelace <…>:".
const ON: [&str; 6] = ["On ", "Am ", "Le ", "El ", "Il ", "Op "];
/// Words of a line that stands above an older mail's head.
const ORIGINAL: [&str; 4] = [
    "original message",
    "ursprüngliche nachricht",
    "message d'origine",
    "forwarded message",
];
/// How the head of an older mail begins, where a mail program copies it.
const FROM: [&str; 4] = ["From: ", "Von: ", "De: ", "*From:* "];

/// An answer, and what stands below it. Where answers stand between or under the lines that they answer, all of it is the
/// answer.
pub(super) fn split(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let begins = (0..lines.len()).find(|at| begins_at(lines.get(*at..).unwrap_or_default()));
    let (said, quoted) = match begins {
        Some(at) => lines.split_at(at),
        None => (lines.as_slice(), [].as_slice()),
    };
    let (said, quoted) = (said.join("\n"), quoted.join("\n"));
    match said.trim().is_empty() {
        true => (text.trim().to_owned(), String::new()),
        false => (said.trim().to_owned(), quoted.trim().to_owned()),
    }
}

/// Whether nothing but an older mail stands here.
fn begins_at(lines: &[&str]) -> bool {
    let [first, rest @ ..] = lines else {
        return false;
    };
    if first.starts_with('>') {
        return only_quotes(lines);
    }
    let lower = first.to_lowercase();
    if ORIGINAL.iter().any(|words| lower.contains(words)) && first.trim().starts_with("--") {
        return true;
    }
    if FROM.iter().any(|from| first.starts_with(from)) {
        let head = rest.iter().take(4);
        return head.filter(|line| line.contains(": ")).count() >= 2;
    }
    let Some(after) = attribution(lines) else {
        return false;
    };
    match after.iter().find(|line| !line.trim().is_empty()) {
        Some(line) if line.starts_with('>') => only_quotes(after),
        // Without marks, as text made of a page is, the rest is the older mail.
        Some(_) => true,
        None => false,
    }
}

/// What stands below "On Monday Ada wrote:", which may be broken into two lines or three.
fn attribution<'a, 'b>(lines: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let first = lines.first()?;
    let on = ON.iter().any(|on| first.starts_with(on));
    let most = if on { 3 } else { 1 };
    (1..=most).find_map(|many| {
        let joined = lines.get(..many)?.join(" ");
        let joined = joined.trim_end();
        let wrote = WROTE.iter().any(|wrote| joined.ends_with(wrote));
        let german = on && joined.contains(" schrieb ") && joined.ends_with(':');
        ((on && (wrote || german)) || (wrote && joined.contains('@')))
            .then(|| lines.get(many..).unwrap_or_default())
    })
}

fn only_quotes(lines: &[&str]) -> bool {
    lines
        .iter()
        .all(|line| line.starts_with('>') || line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn an_answer_above_an_older_mail_stands_alone() {
        for below in [
            "On Mon, 23 Nov 2026 at 09:12, Heron Mills <replies@heron.example> wrote:\n> Hello Noor,\n>\n> thank you",
            "On Mon, 23 Nov 2026 at 09:12, Heron Mills\n<replies@heron.example> wrote:\n\n> Hello Noor",
            "Am 23.11.2026 um 09:12 schrieb Heron Mills:\n> Guten Tag",
            "Le lun. 23 nov. 2026 à 09:12, Heron Mills <r@heron.example> a écrit :\n> Bonjour",
            "-----Original Message-----\nFrom: Heron Mills\nSent: Monday\nSubject: Hello",
            "From: Heron Mills <r@heron.example>\nSent: Monday\nTo: Noor\nSubject: Hello\n\nHello Noor",
            "> Hello Noor,\n> thank you",
            "On Monday Heron Mills wrote:\n\nHello Noor, thank you",
        ] {
            let text = format!("Tuesday suits me.\n\nNoor\n\n{below}\n");
            let (said, quoted) = split(&text);
            assert_eq!(said, "Tuesday suits me.\n\nNoor", "{below}");
            assert_eq!(quoted, below.trim(), "{below}");
        }
    }

    #[test]
    fn what_stands_between_the_lines_is_never_folded_away() {
        for text in [
            "> Which day?\nTuesday.\n> Which hour?\nNine.",
            "On Monday Heron wrote:\n> Which day?\n\nTuesday.",
            "I wrote: nothing\nOn a Tuesday.",
            "From: here to there",
            "> all of it",
            "On Monday I wrote:",
        ] {
            assert_eq!(split(text), (text.to_owned(), String::new()));
        }
    }
}
