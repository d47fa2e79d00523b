//! The program's wordings in German.

use super::kind::Kind;

/// Subject and text. Mail to colleagues is written in English only, and so is mail about interviews, alerts and the pool,
/// which has times and counts in its text.
pub(super) fn wording(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::Received => (
            "Ihre Bewerbung ist da: {posting}",
            "Guten Tag {first_name},\n\n\
             vielen Dank für Ihre Bewerbung: {posting}. Sie ist bei uns angekommen und hat das Zeichen {reference}. \
             Ein Mensch liest sie, und Sie haben bis zum {answer_by} eine Antwort, wie immer sie ausfällt.\n\n\
             {status_link}\n\n\
             Auf Ihrer eigenen Seite sehen Sie, wie es steht. Dort können Sie Ihre Angaben berichtigen, eine Kopie Ihrer Daten \
             mitnehmen oder die Bewerbung zurückziehen.\n\n\
             {signature}",
        ),
        Kind::ReceivedAgain => (
            "Ihre Bewerbung: {posting}",
            "Guten Tag {first_name},\n\n\
             Sie haben uns das Formular noch einmal geschickt: {posting}. Ihre Bewerbung um diese Stelle wird bereits geprüft; was \
             Sie jetzt geschickt haben, ist dort hinzugekommen.\n\n\
             {status_link}\n\n\
             Waren Sie das nicht? Dann antworten Sie bitte auf diese E-Mail.\n\n\
             {signature}",
        ),
        Kind::Limited => (
            "Ihre Bewerbung muss warten: {posting}",
            "Guten Tag {first_name},\n\n\
             vielen Dank für Ihre Bewerbung: {posting}. Wie im Formular steht, kann man sich bei {company} nur begrenzt oft \
             bewerben, und diese Grenze ist erreicht. Deshalb hat diese Bewerbung niemand gelesen: Sie wartet, und nehmen wir sie \
             vorher auf, schreiben wir Ihnen.\n\n\
             Ab dem {open_on} können Sie sich selbst wieder bewerben. Worauf Sie sich vorher beworben haben, geht weiter wie bisher:\n\n\
             {status_link}\n\n\
             Waren Sie das nicht? Dann antworten Sie bitte auf diese E-Mail.\n\n\
             {signature}",
        ),
        Kind::NotSelected => (
            "Ihre Bewerbung: {posting}",
            "Guten Tag {first_name},\n\n\
             vielen Dank für die Zeit, die Sie uns gegeben haben. Wir haben uns entschieden, mit Ihrer Bewerbung nicht \
             weiterzugehen: {posting}.\n\n\
             {reason}\n\n\
             Auf Ihrer Seite können Sie ansehen, mitnehmen oder löschen, was wir über Sie haben.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::PositionClosed => (
            "Die Stelle wird nicht mehr besetzt: {posting}",
            "Guten Tag {first_name},\n\n\
             die Stelle, auf die Sie sich beworben haben, wird nicht mehr besetzt: {posting}. Über Ihre Bewerbung sagt das nichts.\n\n\
             {reason}\n\n\
             Auf Ihrer Seite können Sie ansehen, mitnehmen oder löschen, was wir über Sie haben.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Ended => (
            "Ihre Bewerbung ist abgeschlossen: {posting}",
            "Guten Tag {first_name},\n\n\
             wir haben Ihre Bewerbung abgeschlossen, weil Sie es uns gesagt haben oder weil wir nichts von Ihnen gehört haben: \
             {posting}. Vielen Dank für die Zeit, die Sie uns gegeben haben.\n\n\
             {reason}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Withdrawn => (
            "Sie haben Ihre Bewerbung zurückgezogen: {posting}",
            "Guten Tag {first_name},\n\n\
             Sie haben Ihre Bewerbung zurückgezogen: {posting}. Alle, die es angeht, wissen Bescheid. Wenn Sie es sich anders \
             überlegen, können Sie das auf Ihrer Seite sieben Tage lang rückgängig machen.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Extended => (
            "Die Antwort auf Ihre Bewerbung dauert etwas länger: {posting}",
            "Guten Tag {first_name},\n\n\
             wir brauchen mehr Zeit, als wir gesagt haben: {posting}. Sie haben jetzt bis zum {answer_by} eine Antwort.\n\n\
             {reason}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Link => (
            "Der Link zu Ihrer Bewerbung: {posting}",
            "Guten Tag {first_name},\n\n\
             hier ist noch einmal der Link zu Ihrer Bewerbung ({posting}), denn jemand hat mit Ihrer Adresse danach gefragt. \
             Waren Sie das nicht, brauchen Sie nichts zu tun.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Expiring => (
            "Wir löschen bald Ihre Daten",
            "Guten Tag {first_name},\n\n\
             Ihre Bewerbung bei {company} ist eine Weile her, und wir behalten nichts länger, als wir es brauchen. Am {erased_on} \
             löschen wir, was wir über Sie haben: Ihre Bewerbungen, Ihre Dateien, unsere Notizen und unsere E-Mails.\n\n\
             Sie brauchen nichts zu tun. Möchten Sie eine Kopie Ihrer Daten, nehmen Sie sie vorher von Ihrer Seite mit.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::ErasureCode => (
            "Ihr Code, um Ihre Daten zu löschen",
            "Guten Tag {first_name},\n\n\
             Sie haben uns gebeten, alles zu löschen, was {company} über Sie hat. Geben Sie diesen Code innerhalb einer Stunde auf \
             Ihrer Seite ein:\n\n\
             {code}\n\n\
             Haben Sie nicht darum gebeten, tun Sie nichts: Dann wird nichts gelöscht.\n\n\
             {signature}",
        ),
        Kind::Erased => (
            "Ihre Daten sind gelöscht",
            "Guten Tag {first_name},\n\n\
             wir haben gelöscht, was {company} über Sie hatte: Ihre Bewerbungen, Ihre Dateien, unsere Notizen und unsere E-Mails. \
             Dies ist das Letzte, was Sie von uns hören.\n\n\
             {signature}",
        ),
        Kind::Written => (
            "Ihre Bewerbung: {posting}",
            "Guten Tag {first_name},\n\n\n\n{signature}",
        ),
        Kind::Interview(_) | Kind::Outreach(_) | Kind::Mentioned => return None,
    })
}
