//! The program's wordings in French.

use super::kind::Kind;

/// Subject and text. Mail to colleagues is written in English only, and so is mail about interviews, alerts and the pool,
/// which has times and counts in its text.
pub(super) fn wording(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::Received => (
            "Nous avons bien reçu votre candidature : {posting}",
            "Bonjour {first_name},\n\n\
             merci d’avoir postulé : {posting}. Votre candidature est arrivée, sous la référence {reference}. Une personne la lit, et \
             vous aurez une réponse au plus tard le {answer_by}, quelle qu’elle soit.\n\n\
             {status_link}\n\n\
             Votre page personnelle montre où en sont les choses. Vous pouvez y corriger vos informations, prendre une copie de vos \
             données ou retirer votre candidature.\n\n\
             {signature}",
        ),
        Kind::ReceivedAgain => (
            "Votre candidature : {posting}",
            "Bonjour {first_name},\n\n\
             vous nous avez envoyé le formulaire une nouvelle fois : {posting}. Votre candidature à ce poste est déjà à l’étude ; ce \
             que vous venez d’envoyer y a été ajouté.\n\n\
             {status_link}\n\n\
             Si ce n’était pas vous, répondez à ce message pour nous le dire.\n\n\
             {signature}",
        ),
        Kind::Limited => (
            "Votre candidature doit attendre : {posting}",
            "Bonjour {first_name},\n\n\
             merci d’avoir postulé : {posting}. Comme l’indique le formulaire, le nombre de candidatures chez {company} est limité, et \
             vous avez atteint cette limite. Personne n’a donc lu celle-ci : elle attend et, si nous la prenons en compte avant, nous \
             vous écrirons.\n\n\
             À partir du {open_on}, vous pourrez postuler de nouveau vous-même. Vos candidatures précédentes suivent leur cours :\n\n\
             {status_link}\n\n\
             Si ce n’était pas vous, répondez à ce message pour nous le dire.\n\n\
             {signature}",
        ),
        Kind::NotSelected => (
            "Votre candidature : {posting}",
            "Bonjour {first_name},\n\n\
             merci pour le temps que vous nous avez consacré. Nous avons décidé de ne pas donner suite à votre candidature : \
             {posting}.\n\n\
             {reason}\n\n\
             Sur votre page, vous pouvez voir, copier ou effacer ce que nous avons à votre sujet.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::PositionClosed => (
            "Le poste n’est plus à pourvoir : {posting}",
            "Bonjour {first_name},\n\n\
             le poste pour lequel vous avez postulé n’est plus à pourvoir : {posting}. Cela ne dit rien de votre candidature.\n\n\
             {reason}\n\n\
             Sur votre page, vous pouvez voir, copier ou effacer ce que nous avons à votre sujet.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Ended => (
            "Votre candidature est close : {posting}",
            "Bonjour {first_name},\n\n\
             nous avons clos votre candidature, comme vous nous l’avez dit ou faute de nouvelles de votre part : {posting}. Merci pour \
             le temps que vous nous avez consacré.\n\n\
             {reason}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Withdrawn => (
            "Vous avez retiré votre candidature : {posting}",
            "Bonjour {first_name},\n\n\
             vous avez retiré votre candidature : {posting}. Toutes les personnes concernées en sont informées. Si vous changez d’avis, \
             vous pouvez revenir sur ce retrait pendant sept jours sur votre page.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Extended => (
            "La réponse à votre candidature prend un peu plus de temps : {posting}",
            "Bonjour {first_name},\n\n\
             il nous faut plus de temps que prévu : {posting}. Vous aurez désormais une réponse au plus tard le {answer_by}.\n\n\
             {reason}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Link => (
            "Le lien vers votre candidature : {posting}",
            "Bonjour {first_name},\n\n\
             voici de nouveau le lien vers votre candidature ({posting}), car quelqu’un l’a demandé avec votre adresse. Si ce n’était \
             pas vous, vous n’avez rien à faire.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Expiring => (
            "Nous effacerons bientôt vos données",
            "Bonjour {first_name},\n\n\
             vous avez postulé chez {company} il y a quelque temps, et nous ne gardons rien plus longtemps que nécessaire. Le \
             {erased_on}, nous effacerons ce que nous avons à votre sujet : vos candidatures, vos fichiers, nos notes et nos \
             messages.\n\n\
             Vous n’avez rien à faire. Si vous souhaitez une copie de vos données, prenez-la sur votre page avant cette date.\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::ErasureCode => (
            "Votre code pour effacer vos données",
            "Bonjour {first_name},\n\n\
             vous nous avez demandé d’effacer tout ce que {company} a à votre sujet. Saisissez ce code sur votre page dans l’heure :\n\n\
             {code}\n\n\
             Si vous n’avez rien demandé, ne faites rien, et rien ne sera effacé.\n\n\
             {signature}",
        ),
        Kind::Erased => (
            "Vos données sont effacées",
            "Bonjour {first_name},\n\n\
             nous avons effacé ce que {company} avait à votre sujet : vos candidatures, vos fichiers, nos notes et nos messages. Vous \
             n’entendrez plus parler de nous.\n\n\
             {signature}",
        ),
        Kind::Written => (
            "Votre candidature : {posting}",
            "Bonjour {first_name},\n\n\n\n{signature}",
        ),
        Kind::Interview(_) | Kind::Outreach(_) | Kind::Mentioned => return None,
    })
}
