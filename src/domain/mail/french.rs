//! The program's wordings in French.

use super::{address::AboutAddress, interview::AboutInterview, kind::Kind, outreach::Outreach};

/// Subject and text.
pub(super) fn wording(kind: Kind) -> (&'static str, &'static str) {
    match kind {
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
        Kind::Mentioned => (
            "{author} vous cite dans une note sur {candidate}",
            "Bonjour {first_name},\n\n\
             {author} vous cite dans une note sur la candidature de {candidate} ({posting}). Elle se trouve là-bas et non dans ce \
             message : {application_link}\n\n\
             {signature}",
        ),
        Kind::Address(AboutAddress::Code) => (
            "Votre code pour confirmer cette adresse",
            "Bonjour,\n\n\
             quelqu’un souhaite que {company} lui écrive désormais à cette adresse. Si c’est vous, saisissez ce code sur votre page dans \
             l’heure :\n\n\
             {code}\n\n\
             Sinon, ne faites rien : vous ne recevrez plus rien.\n\n\
             {signature}",
        ),
        Kind::Address(AboutAddress::Changed) => (
            "Nous vous écrivons désormais à une autre adresse",
            "Bonjour {first_name},\n\n\
             vous avez indiqué une autre adresse à {company} et vous l’avez confirmée. Nous vous y écrivons désormais, et plus ici.\n\n\
             Si ce n’était pas vous, répondez à ce message pour nous le dire.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::AlertConfirmation) => (
            "Nouveaux postes chez {company} : pouvons-nous vous écrire ?",
            "Bonjour,\n\n\
             quelqu’un, vous, nous l’espérons, nous a demandé de signaler à cette adresse les nouveaux postes chez {company} : {search}. \
             Dites oui sur cette page, et vous en aurez des nouvelles le matin, une fois par jour au plus.\n\n\
             {own_link}\n\n\
             Si ce n’était pas vous, ne faites rien : vous ne recevrez plus rien, et après sept jours nous aurons oublié votre \
             adresse.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Alert) => (
            "{openings} chez {company}",
            "Bonjour,\n\n\
             voici ce qui est nouveau chez {company} depuis notre dernier message. Vous avez cherché : {search}.\n\n\
             {postings}\n\n\
             Pour chercher autre chose ou ne plus rien recevoir, c’est sur cette page : {own_link}\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Introduction) => (
            "Votre présentation à {company} : est-ce bien votre adresse ?",
            "Bonjour {first_name},\n\n\
             merci de vous être présenté. Avant que quelqu’un ici ne vous lise, confirmez sur cette page que cela vient de vous.\n\n\
             {own_link}\n\n\
             Cette page reste la vôtre : vous y voyez ce que nous avons, et vous pouvez tout retirer. Si ce n’était pas vous, ne faites \
             rien : après sept jours, tout aura disparu.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::PoolAgain) => (
            "{company} peut-elle continuer à penser à vous ?",
            "Bonjour {first_name},\n\n\
             vous avez accepté que {company} garde vos coordonnées pour d’autres postes, jusqu’au {until}. Si vous souhaitez que cela \
             continue, dites-le sur cette page. Si vous ne faites rien, vous quittez notre vivier ce jour-là et, si vous n’avez jamais \
             postulé chez nous, nous effaçons alors ce que nous avons à votre sujet.\n\n\
             {own_link}\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Unapplied) => (
            "Nous effacerons bientôt vos données",
            "Bonjour {first_name},\n\n\
             nous ne nous sommes pas écrit depuis un certain temps, et nous ne gardons rien plus longtemps que nécessaire. Le \
             {erased_on}, nous effacerons ce que {company} a à votre sujet.\n\n\
             Vous n’avez rien à faire. Si vous en souhaitez d’abord une copie, répondez à ce message et nous vous l’enverrons.\n\n\
             {signature}",
        ),
        Kind::Outreach(Outreach::Considered) => (
            "{company} pense à vous : {posting}",
            "Bonjour {first_name},\n\n\
             vous aviez dit que nous pouvions penser à vous pour d’autres postes, et c’est le cas : {posting}. Vous n’avez rien à faire, \
             et vous aurez une réponse au plus tard le {answer_by}.\n\n\
             {status_link}\n\n\
             Votre page personnelle montre où en sont les choses. Si ce poste n’est pas pour vous, dites-le là.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Set) => (
            "Votre entretien : {posting}",
            "Bonjour {first_name},\n\n\
             nous aimerions vous rencontrer : {interview}, pour votre candidature ({posting}).\n\n\
             Quand : {when}\nComment : {how}\nAvec : {who}\n\n\
             {words}\n\n\
             {status_link}\n\n\
             Votre page montre l’heure dans votre propre fuseau. Si elle ne vous convient pas, ou si quelque chose vous aiderait, comme \
             des sous-titres, plus de temps ou un appel plutôt qu’une visite, répondez à ce message et nous nous arrangerons.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Changed) => (
            "Votre entretien a changé : {posting}",
            "Bonjour {first_name},\n\n\
             quelque chose a changé pour votre entretien : {interview} ({posting}). Voici ce qui est prévu maintenant.\n\n\
             Quand : {when}\nComment : {how}\nAvec : {who}\n\n\
             {words}\n\n\
             {status_link}\n\n\
             Si cela ne vous convient pas, répondez à ce message et nous nous arrangerons.\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Cancelled) => (
            "Votre entretien est annulé : {posting}",
            "Bonjour {first_name},\n\n\
             cet entretien n’aura pas lieu : {interview} ({posting}). Il était prévu {when}.\n\n\
             {words}\n\n\
             {status_link}\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Invited) => (
            "Vous recevez {candidate} en entretien : {posting}",
            "Bonjour {first_name},\n\n\
             merci de recevoir {candidate} en entretien ({posting}) : {interview}.\n\n\
             Quand : {when}\nComment : {how}\nAvec : {who}\n\n\
             La candidature : {application_link}\n\n\
             {signature}",
        ),
        Kind::Interview(AboutInterview::Released) => (
            "Votre entretien avec {candidate} n’a pas lieu : {posting}",
            "Bonjour {first_name},\n\n\
             l’entretien avec {candidate} ({posting}) n’a pas lieu, ou pas avec vous : {interview}. Il était prévu {when}. Vous n’avez \
             rien à faire.\n\n\
             {signature}",
        ),
    }
}
