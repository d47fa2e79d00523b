//! The program's wordings in German.

use super::{address::AboutAddress, interview::AboutInterview, kind::Kind, outreach::Outreach};

/// Subject and text.
pub(super) fn wording(kind: Kind) -> (&'static str, &'static str) {
    match kind {
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
        Kind::Mentioned => (
            "{author} hat Sie in einer Notiz zu {candidate} genannt",
            "Guten Tag {first_name},\n\n\
             {author} hat Sie in einer Notiz zur Bewerbung von {candidate} genannt ({posting}). Sie steht dort und nicht in dieser \
             E-Mail: {application_link}\n\n\
             {signature}",
        ),
        Kind::Address(AboutAddress::Code) => (
            "Ihr Code, um diese Adresse zu bestätigen",
            "Guten Tag,\n\n\
             jemand möchte, dass {company} von jetzt an an diese Adresse schreibt. Wenn Sie das sind, geben Sie diesen Code innerhalb \
             einer Stunde auf Ihrer Seite ein:\n\n\
             {code}\n\n\
             Wenn nicht, tun Sie nichts: Dann kommt auch nichts mehr.\n\n\
             {signature}",
        ),
        Kind::Address(AboutAddress::Changed) => (
            "Wir schreiben Ihnen von jetzt an an eine andere Adresse",
            "Guten Tag {first_name},\n\n\
             Sie haben {company} eine andere Adresse genannt und bestätigt. Von jetzt an schreiben wir Ihnen dorthin und nicht mehr \
             hierher.\n\n\
             Waren Sie das nicht? Dann antworten Sie bitte auf diese E-Mail.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::AlertConfirmation) => (
            "Neue Stellen bei {company}: Dürfen wir Ihnen schreiben?",
            "Guten Tag,\n\n\
             jemand, wir hoffen Sie, hat uns gebeten, dieser Adresse von neuen Stellen bei {company} zu schreiben: {search}. \
             Sagen Sie auf dieser Seite Ja, dann hören Sie morgens davon, höchstens einmal am Tag.\n\n\
             {own_link}\n\n\
             Waren Sie das nicht, tun Sie nichts: Es kommt nichts mehr, und nach sieben Tagen haben wir Ihre Adresse vergessen.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Alert) => (
            "{openings} bei {company}",
            "Guten Tag,\n\n\
             das ist bei {company} neu, seit wir Ihnen zuletzt geschrieben haben. Sie haben gesucht: {search}.\n\n\
             {postings}\n\n\
             Etwas anderes suchen oder nichts mehr hören: auf dieser Seite {own_link}\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Introduction) => (
            "Ihre Vorstellung bei {company}: Ist das Ihre Adresse?",
            "Guten Tag {first_name},\n\n\
             vielen Dank, dass Sie sich vorgestellt haben. Bevor jemand hier es liest, bestätigen Sie bitte auf dieser Seite, dass es \
             von Ihnen kommt.\n\n\
             {own_link}\n\n\
             Die Seite bleibt Ihre: Dort sehen Sie, was wir haben, und nehmen sich wieder heraus. Waren Sie das nicht, tun Sie nichts: \
             Nach sieben Tagen ist alles weg.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::PoolAgain) => (
            "Soll {company} weiter an Sie denken?",
            "Guten Tag {first_name},\n\n\
             Sie waren einverstanden, dass {company} Ihre Angaben für andere Stellen behält, bis zum {until}. Soll es so bleiben, \
             sagen Sie es auf dieser Seite. Wenn Sie nichts tun, verlassen Sie unseren Kreis an diesem Tag, und haben Sie sich nie bei \
             uns beworben, löschen wir dann, was wir über Sie haben.\n\n\
             {own_link}\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Unapplied) => (
            "Wir löschen bald Ihre Daten",
            "Guten Tag {first_name},\n\n\
             es ist eine Weile her, dass wir voneinander gehört haben, und wir behalten nichts länger, als wir es brauchen. Am \
             {erased_on} löschen wir, was {company} über Sie hat.\n\n\
             Sie brauchen nichts zu tun. Möchten Sie vorher eine Kopie, antworten Sie auf diese E-Mail, und wir schicken sie Ihnen.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Considered) => (
            "{company} denkt an Sie: {posting}",
            "Guten Tag {first_name},\n\n\
             Sie hatten gesagt, dass wir für andere Stellen an Sie denken dürfen, und das tun wir jetzt: {posting}. Sie brauchen nichts \
             zu tun und haben bis zum {answer_by} eine Antwort.\n\n\
             {status_link}\n\n\
             Auf Ihrer eigenen Seite sehen Sie, wie es steht. Ist diese Stelle nichts für Sie, sagen Sie es dort.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Set) => (
            "Ihr Gespräch: {posting}",
            "Guten Tag {first_name},\n\n\
             wir möchten Sie kennenlernen: {interview}, zu Ihrer Bewerbung ({posting}).\n\n\
             Wann: {when}\nWie: {how}\nMit: {who}\n\n\
             {words}\n\n\
             {status_link}\n\n\
             Ihre Seite zeigt die Zeit in Ihrer eigenen Zeitzone. Passt sie Ihnen nicht oder würde Ihnen etwas helfen, zum Beispiel \
             Untertitel, mehr Zeit oder ein Anruf statt eines Besuchs, antworten Sie auf diese E-Mail, und wir richten es ein.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Changed) => (
            "Ihr Gespräch hat sich geändert: {posting}",
            "Guten Tag {first_name},\n\n\
             an Ihrem Gespräch hat sich etwas geändert: {interview} ({posting}). So steht es jetzt.\n\n\
             Wann: {when}\nWie: {how}\nMit: {who}\n\n\
             {words}\n\n\
             {status_link}\n\n\
             Passt es Ihnen so nicht, antworten Sie auf diese E-Mail, und wir richten es ein.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Cancelled) => (
            "Ihr Gespräch findet nicht statt: {posting}",
            "Guten Tag {first_name},\n\n\
             dieses Gespräch findet nicht statt: {interview} ({posting}). Es war für {when} geplant.\n\n\
             {words}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Invited) => (
            "Sie führen ein Gespräch mit {candidate}: {posting}",
            "Guten Tag {first_name},\n\n\
             bitte führen Sie ein Gespräch mit {candidate} ({posting}): {interview}.\n\n\
             Wann: {when}\nWie: {how}\nMit: {who}\n\n\
             Die Bewerbung: {application_link}\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Released) => (
            "Ihr Gespräch mit {candidate} entfällt: {posting}",
            "Guten Tag {first_name},\n\n\
             das Gespräch mit {candidate} ({posting}) findet nicht statt oder nicht mit Ihnen: {interview}. Es war für {when} geplant. \
             Sie brauchen nichts zu tun.\n\n\
             {signature}",
        ),
    }
}
