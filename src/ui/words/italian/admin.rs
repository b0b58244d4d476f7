//! The words of the administration: people, teams, queues, settings and what all forms share.

use super::super::{
    admin::{AdminFrameWords, FormWords, OverviewWords, QueueWords, SettingsWords, TeamWords, UserWords},
    speech::Written,
};

pub const IT: AdminFrameWords<Written> = AdminFrameWords {
    title: "Amministrazione",
    not_allowed: "Solo gli amministratori possono configurare il sistema",
    not_allowed_text: "Rivolgersi a un amministratore o accedere con un altro profilo.",
};

pub const FORM_IT: FormWords<Written> = FormWords {
    saving: "Salvataggio…",
    saved: "Salvato",
    unsaved: "Modifiche non salvate",
    discard: "Annulla le modifiche",
    search: "Cerca",
    search_in: |what| format!("Cerca in: {what}"),
    nothing_found: "Nessun risultato.",
    move_up: |name| format!("Sposta su: {name}"),
    move_down: |name| format!("Sposta giù: {name}"),
    remove_named: |name| format!("Rimuovi: {name}"),
    whole_number: "Inserire un numero intero.",
    number: "Inserire un numero.",
    clock_time: "Inserire un orario, per esempio 21:00.",
    choose: "Scegliere una voce dell'elenco.",
};

pub const OVERVIEW_IT: OverviewWords<Written> = OverviewWords {
    title: "Primi passi",
    text: "Cosa serve perché il primo SMS raggiunga qualcuno che può rispondere.",
    failed: "Impossibile caricare lo stato della configurazione.",
    people: "Persone che rispondono",
    people_count: |n| {
        if n == 1 { "Per ora una sola persona può accedere.".into() } else { format!("{n} persone possono accedere.") }
    },
    queues: "Una coda con membri",
    queue_count: |all, staffed| match (all, staffed) {
        (0, _) => "Non c'è ancora nessuna coda.".into(),
        (_, 1) => format!("1 su {all} ha membri."),
        _ => format!("{staffed} su {all} hanno membri."),
    },
    accounts: "Un account che invia e riceve",
    account_count: |n| match n {
        0 => "Non c'è ancora nessun account.".into(),
        1 => "C'è un account.".into(),
        n => format!("Ci sono {n} account."),
    },
    flows: "Un flusso per ogni account",
    flow_count: |routed, open| match open {
        0 => "Nessun account è ancora in uso.".into(),
        _ => format!("Ce l'hanno {routed} account in uso su {open}; senza flusso un nuovo SMS aspetta un supervisore."),
    },
    open: "Apri",
    set_up: "Configura",
    open_named: |name| format!("Apri: {name}"),
};

pub const USER_IT: UserWords<Written> = UserWords {
    title: "Persone",
    text: "Chi può accedere, con quale ruolo, e quante conversazioni segue insieme.",
    add: "Aggiungi una persona",
    added: |name| format!("{name} ora può accedere."),
    list_failed: "Impossibile caricare le persone.",
    one_failed: "Impossibile caricare questa persona.",
    empty: "Nessuno può accedere",
    empty_text: "Aggiungere le persone che risponderanno agli SMS.",
    search: "Cerca per nome, nome utente o team",
    name: "Nome",
    name_help: "Come lo vedono i colleghi, non i clienti.",
    alias: "Nome per i clienti (facoltativo)",
    alias_help: "Ciò che le risposte predefinite mettono al posto di {agent.alias}. Vuoto: il nome.",
    login: "Nome utente",
    login_help: "Quello usato per accedere.",
    role: "Ruolo",
    teams: "Team",
    capacity: "Conversazioni contemporanee",
    state: "Stato",
    active: "Attivo",
    inactive: "Accesso disattivato",
    house_default: "valore predefinito",
    person: "Persona",
    may_sign_in: "Può accedere",
    may_sign_in_help: "Se disattivato non si perde nulla: lo storico conserva il nome e si può riattivare.",
    password: "Password",
    which_password: "Da dove viene",
    keep_password: ("Mantieni", "La password resta com'è."),
    generate_password: ("Genera", "Una password sicura, mostrata una sola volta dopo il salvataggio, da consegnare."),
    type_password: ("Inserisci", "Concordata con la persona."),
    new_password: "Nuova password",
    password_help: "Almeno 10 caratteri. Più parole sono più sicure dei simboli.",
    shown_once: |login| format!("Questa è la password di {login}. Va consegnata ora: non verrà più mostrata."),
    copy_password: "Copia la password",
    done: "Fatto",
    work: "Lavoro",
    no_teams: "Non ci sono ancora team.",
    capacity_help: "Oltre questo numero non arrivano richieste. Vuoto: vale il numero predefinito.",
    capacity_unit: "conversazioni",
    agent: ("Operatore", "Accetta richieste, risponde ai clienti, scrive note."),
    supervisor: ("Supervisore", "Vede inoltre ogni conversazione e chi è in attesa."),
    administrator: ("Amministratore", "Configura inoltre il sistema."),
};

pub const TEAM_IT: TeamWords<Written> = TeamWords {
    title: "Team",
    text: "Persone inserite insieme nelle code e negli account.",
    add: "Aggiungi un team",
    added: |name| format!("Il team {name} è stato aggiunto."),
    list_failed: "Impossibile caricare i team.",
    empty: "Non ci sono ancora team",
    empty_text: "Un team evita di indicare tutte le persone in ogni coda. Le aziende piccole possono farne a meno.",
    team: "Team",
    name: "Nome",
    name_help: "Per esempio una lingua, un turno o un prodotto.",
    members: "Membri",
    members_help: "Chi ne fa parte si indica nella pagina di ogni persona.",
    nobody: "Ancora nessuno",
};

pub const QUEUE_IT: QueueWords<Written> = QueueWords {
    title: "Code",
    text: "Gruppi che si dividono il lavoro, e in quale ordine ricevono le richieste.",
    add: "Aggiungi una coda",
    added: |name| format!("La coda {name} è stata aggiunta. Gli SMS ci arrivano dal flusso di un account."),
    list_failed: "Impossibile caricare le code.",
    one_failed: "Impossibile caricare questa coda.",
    empty: "Non ci sono ancora code",
    empty_text: "Una coda propone i nuovi SMS ai suoi membri finché uno non accetta. Ci si arriva dal flusso di un account.",
    queue: "Coda",
    name: "Nome",
    name_help: "Gli operatori lo vedono nella barra in alto, con il numero di clienti in attesa.",
    strategy: "A chi si chiede prima",
    ring_all: ("A tutti insieme", "La richiesta va a tutti i membri liberi; il primo che accetta la prende."),
    round_robin: ("A turno", "Uno dopo l'altro in un giro fisso, che riprende da dove si era fermato."),
    least_recently_offered: (
        "Chi aspetta da più tempo",
        "Prima chi ha ricevuto l'ultima richiesta da più tempo, accettata o no.",
    ),
    longest_idle: ("Inattivo da più tempo", "Prima chi è da più tempo senza una nuova conversazione."),
    fewest_open: ("Meno sessioni aperte", "Prima chi ha meno conversazioni aperte."),
    members: "Membri",
    members_help: "Vale subito. Un team porta con sé tutti quelli che ne fanno parte.",
    teams: "Team",
    agents: "Persone",
    no_teams: "Non ci sono ancora team; le persone si possono indicare una a una.",
    no_agents: "Non c'è ancora nessuno da scegliere.",
    no_members: "Nessun membro",
    member_count,
    timing: "Tempi",
    agent_timeout: "Tempo per rispondere",
    agent_timeout_help: "Per quanto tempo si chiede a un membro prima di passare al successivo.",
    round_pause: "Pausa tra i giri",
    round_pause_help: "Se nessuno accetta, la richiesta torna a tutti dopo questo tempo.",
    priority: "Priorità",
    priority_help: "Se più code hanno lavoro per la stessa persona, passa prima il numero più alto.",
    seconds_unit: "secondi",
    seconds: |n| format!("{n} s"),
};

pub const SETTINGS_IT: SettingsWords<Written> = SettingsWords {
    title: "Impostazioni generali",
    text: "Valgono subito, per tutti, senza riavvio.",
    failed: "Impossibile caricare le impostazioni.",
    house: "Azienda",
    house_name: "Nome dell'azienda",
    house_name_help: "Compare sopra il modulo di accesso.",
    session_hours: "Disconnetti dopo",
    session_hours_help: "Ore senza utilizzo prima di dover accedere di nuovo.",
    hours: "ore",
    work: "Lavoro",
    default_capacity: "Conversazioni contemporanee",
    default_capacity_help: "Per chi non ha un valore diverso nella propria pagina. Ciò che è rimandato con un promemoria \
                            non occupa un posto finché non ritorna.",
    conversations: "conversazioni",
    grace_seconds: "Connessione persa",
    grace_seconds_help: "Per quanto tempo un operatore può restare senza connessione prima che le richieste passino ai colleghi.",
    seconds: "secondi",
    absent_minutes: "Assenza prolungata",
    absent_minutes_help: "Per quanto tempo chi ha in carico una sessione può mancare prima che i nuovi SMS dei suoi clienti \
                          tornino in coda.",
    deaf_minutes: "Richieste non percepibili",
    deaf_minutes_help: "Per quanto tempo chi è online può tenere il desktop in secondo piano, senza suono né notifiche, prima \
                        che le richieste passino ai colleghi. 0: senza limite.",
    minutes: "minuti",
    receipt_minutes: "Ricevuta mancante",
    receipt_minutes_help: "Quanto aspettare una ricevuta di consegna prima di mostrare il messaggio come non confermato.",
    warn_messages: "Testi lunghi",
    warn_messages_help: "Oltre questo numero di messaggi per un testo, chi scrive viene avvisato. 0: nessun avviso.",
    messages: "messaggi",
    pause_reasons: "Motivi di pausa",
    pause_reasons_help: "Gli operatori ne scelgono uno quando vanno in pausa. Le righe vuote non contano.",
    add_reason: "Aggiungi un motivo",
    reason_number: |n| format!("Motivo {n}"),
    keeping: "Conservazione",
    keeping_text: "I messaggi, le note e il registro degli atti amministrativi si conservano sempre.",
    keep_calls: "Conserva le chiamate dei provider per",
    keep_calls_help: "Il registro di ogni account. 0: per sempre.",
    keep_story: "Conserva le spiegazioni per",
    keep_story_help: "A chi è stata proposta una conversazione e perché, e i passaggi dietro le spunte di un messaggio. 0: \
                      per sempre.",
    days: "giorni",
};

fn member_count(agents: usize, teams: usize) -> String {
    let people = match agents {
        0 => String::new(),
        1 => "1 persona".to_owned(),
        n => format!("{n} persone"),
    };
    let groups = if teams == 0 { String::new() } else { format!("{teams} team") };
    [groups, people].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
