//! The emoji a contact centre writes with, and what people call them: the same ones as in English, line by line.

use super::super::{emoji::EmojiWords, speech::Written};

pub const IT: EmojiWords<Written> = EmojiWords {
    title: "Emoji",
    search: "Cerca emoji",
    recent: "Usate di recente",
    nothing_fits: |typed| format!("Nessuna emoji si chiama “{typed}”."),
    count: |n| format!("{n} emoji"),
    hint: "Una sola emoji rende Unicode tutto il testo: 70 caratteri per messaggio invece di 160.",
    groups: [
        ("Faccine", FACES),
        ("Mani e persone", PEOPLE),
        ("Cuori e simboli", SIGNS),
        ("Oggetti e lavoro", THINGS),
        ("Viaggi e luoghi", TRAVEL),
        ("Cibi e bevande", FOOD),
        ("Natura e feste", NATURE),
    ],
};

const FACES: &str = "\
😀 faccina sorridente;felice sorriso
😃 faccina che ride a bocca aperta;felice gioia
😄 occhi sorridenti;felice risata
😁 sorriso raggiante;felice
😆 risata a occhi chiusi;ahah ridere
😅 sorriso con goccia;sollievo nervoso meno male
😂 lacrime di gioia;ridere risata
🤣 rotolarsi dalle risate;ridere tantissimo
🙂 sorriso leggero;sorriso
🙃 faccina capovolta;ironia scherzo
😉 occhiolino;ammicco intesa
😊 sorriso arrossito;felice contento grazie
😇 angioletto;aureola innocente
🥰 sorriso con cuori;amore affetto
😍 occhi a cuore;amore innamorato
🤩 occhi a stella;entusiasta che bello
😘 bacio;bacino amore
😋 che buono;delizioso gustoso
😛 linguaccia;giocoso scherzo
😜 linguaccia con occhiolino;scherzo matto
🤗 abbraccio;benvenuto affetto
🤭 mano sulla bocca;ops risatina
🤫 silenzio;zitto segreto
🤔 pensieroso;dubbio domanda hmm
🫡 saluto militare;signorsì rispetto
🤐 bocca cucita;segreto zitto
🤨 sopracciglio alzato;dubbio scettico
😐 faccina neutra;indifferente
😑 senza espressione;vuoto
😶 senza bocca;senza parole
😏 sorrisetto;furbo compiaciuto
😒 contrariato;infastidito
🙄 occhi al cielo;infastidito uffa
😬 smorfia;imbarazzo a disagio
😌 sollevato;calmo tranquillo
😔 triste e pensieroso;dispiaciuto scusa
😪 assonnato;stanco
😴 dorme;sonno zzz stanco
😷 mascherina;malato medico
🤒 febbre;malato termometro
🤕 testa fasciata;ferito infortunio
🤧 starnuto;raffreddore influenza malato
🥵 accaldato;caldo estate
🥶 infreddolito;freddo inverno gelo
🥳 festa;compleanno festeggiare
😎 occhiali da sole;figo forte
🤓 secchione;nerd occhiali
😕 confuso;perplesso
😟 preoccupato;ansia
🙁 un po' triste;dispiaciuto
😮 bocca aperta;sorpresa stupore
😲 sbalordito;shock stupore
😳 arrossito;imbarazzo
🥺 occhi supplichevoli;per favore cucciolo
😢 pianto;triste lacrima
😭 pianto disperato;triste singhiozzo
😱 urlo di paura;terrore shock
😞 deluso;triste
😓 abbattuto e sudato;scusa fatica
😩 esausto;stanco
😫 stanchissimo;sfinito
🥱 sbadiglio;annoiato stanco
😤 sbuffo;orgoglioso arrabbiato
😡 arrabbiato rosso;furioso rabbia
😠 arrabbiato;rabbia
🤯 testa che esplode;incredibile
🤖 robot;bot automatico
👻 fantasma;halloween
💩 cacca;escremento
🙈 scimmia che non vede;timido ops
🙉 scimmia che non sente;sordo
🙊 scimmia che non parla;segreto ops";

const PEOPLE: &str = "\
👍 pollice in su;sì ok bene d'accordo mi piace
👎 pollice in giù;no male contrario
👌 mano OK;perfetto bene
👏 applauso;bravo complimenti
🙌 mani alzate;evviva festa
🙏 mani giunte;grazie prego per favore
🤝 stretta di mano;accordo affare
👋 mano che saluta;ciao salve arrivederci
✋ mano alzata;stop cinque
🖐️ mano aperta;cinque stop
🤚 dorso della mano;stop
✌️ vittoria;pace due
🤞 dita incrociate;fortuna speranza
🤟 ti voglio bene;mano affetto
🤘 corna;rock
🤙 chiamami;telefono mano
👈 indice a sinistra;dito
👉 indice a destra;dito
👆 indice in su;dito
👇 indice in giù;dito sotto
☝️ dito alzato;attenzione uno
💪 bicipite;forte muscolo forza
✍️ mano che scrive;scrivere firma
👀 occhi;guardare vedere
👂 orecchio;ascoltare
🧠 cervello;intelligente
🗣️ persona che parla;parlare voce
👤 una persona;utente contatto
👥 due persone;utenti gruppo team
👶 neonato;bambino
🧒 bambino;ragazzo
👩 donna;signora
👨 uomo;signore
👵 nonna;anziana
👴 nonno;anziano
👪 famiglia;genitori figlio
🧑‍💻 persona al computer;lavoro operatore assistenza
🧑‍🔧 meccanico;tecnico riparazione
🧑‍⚕️ operatore sanitario;medico infermiere
🧑‍🍳 cuoco;chef cucina
🧑‍🎓 studente laureato;laurea scuola
👮 agente di polizia;sicurezza
👷 operaio edile;cantiere
🕵️ detective;indagine ricerca
💁 persona all'accoglienza;informazioni aiuto
🙋 mano alzata per parlare;domanda presente
🤷 alzata di spalle;boh non so
🤦 mano sul viso;oh no
🙇 inchino;scusa grazie
🏃 corsa;fretta veloce
🚶 camminata;a piedi
💃 ballerina;festa ballo
🧘 posizione del loto;calma yoga
👫 coppia per mano;paio
💅 smalto;bellezza unghie
👣 orme;passi";

const SIGNS: &str = "\
❤️ cuore rosso;amore
🧡 cuore arancione;amore
💛 cuore giallo;amore
💚 cuore verde;amore
💙 cuore blu;amore
💜 cuore viola;amore
🖤 cuore nero;amore
🤍 cuore bianco;amore
💔 cuore spezzato;triste
💕 due cuori;amore
💖 cuore luccicante;amore
💯 cento;perfetto pieno
✅ segno di spunta;fatto sì ok
☑️ casella spuntata;fatto sì
✔️ spunta;fatto sì
❌ croce;no sbagliato annulla
❎ casella con croce;no
⭕ cerchio;tondo
⛔ divieto d'accesso;vietato stop
🚫 vietato;proibito non consentito
⚠️ avvertenza;attenzione pericolo
❗ punto esclamativo;importante
❓ punto interrogativo;domanda
‼️ doppio punto esclamativo;importante
⁉️ punto esclamativo e interrogativo;cosa
💡 lampadina;idea consiglio
🔔 campanella;promemoria notifica
🔕 campanella barrata;silenzioso
🆗 pulsante OK;sì va bene
🆕 pulsante nuovo;novità
🆓 pulsante gratis;gratuito
🆘 pulsante SOS;aiuto emergenza
🔝 freccia in cima;migliore
🔜 freccia presto;in arrivo
🔙 freccia indietro;ritorno
➡️ freccia a destra;avanti
⬅️ freccia a sinistra;indietro
⬆️ freccia in su;sopra
⬇️ freccia in giù;sotto
↩️ freccia di ritorno;rispondi indietro
🔄 frecce circolari;aggiorna di nuovo rinnova
➕ più;aggiungi
➖ meno;togli
✖️ per;moltiplica
♻️ riciclo;ambiente
ℹ️ informazioni;info
🔴 cerchio rosso;stop
🟠 cerchio arancione;aspetta
🟡 cerchio giallo;aspetta
🟢 cerchio verde;via online
🔵 cerchio blu;punto
⚫ cerchio nero;punto
⚪ cerchio bianco;punto
🔥 fuoco;caldo offerta
✨ scintille;nuovo pulito
⭐ stella;preferito voto
🌟 stella brillante;eccellente
💥 scontro;bum
💬 fumetto;chat messaggio
💭 nuvoletta dei pensieri;pensare
💤 zzz;sonno
1️⃣ uno;numero primo
2️⃣ due;numero secondo
3️⃣ tre;numero terzo
4️⃣ quattro;numero
5️⃣ cinque;numero";

const THINGS: &str = "\
📱 cellulare;smartphone chiamata
☎️ telefono;chiamata
📞 cornetta;telefono chiamata
💻 portatile;computer
🖥️ computer fisso;schermo
🖨️ stampante;stampa
⌨️ tastiera;scrivere
🖱️ mouse;clic
💾 dischetto;salva
📷 macchina fotografica;foto
🎥 cinepresa;video
🔋 batteria;carica
🔌 spina elettrica;corrente
📶 tacche di segnale;rete copertura cellulare
🛜 senza fili;wifi internet rete
📧 e-mail;posta
✉️ busta;lettera posta
📨 busta in arrivo;posta messaggio
📩 busta con freccia;invia posta
📦 pacco;spedizione consegna scatola
📫 cassetta della posta;lettera
📝 promemoria;nota scrivere
📄 pagina;documento
📃 pagina arrotolata;documento
📑 segnalibri;documenti
📋 blocco con molla;modulo elenco
📁 cartella;file
📅 calendario;data appuntamento
📆 calendario a strappo;data appuntamento
🗓️ calendario a spirale;data mese
📌 puntina;posizione importante
📍 segnaposto;posizione luogo
📎 graffetta;allegato
✂️ forbici;tagliare
🖊️ penna;scrivere firma
✏️ matita;scrivere modifica
📏 righello;misura
📊 grafico a barre;statistiche
📈 grafico in salita;crescita
📉 grafico in discesa;perdita
🔍 lente;cerca trova
🔑 chiave;accesso password
🔒 lucchetto;sicuro chiuso
🔓 lucchetto aperto;sbloccato
🔐 lucchetto con chiave;sicuro password
🔨 martello;riparazione attrezzo
🔧 chiave inglese;riparazione attrezzo
🛠️ martello e chiave;riparazione manutenzione
⚙️ ingranaggio;impostazioni
🧰 cassetta degli attrezzi;riparazione
🧾 scontrino;fattura ricevuta conto
💳 carta di credito;pagamento pagare
💰 sacco di soldi;denaro rimborso
💵 banconota in dollari;soldi contanti
💶 banconota in euro;soldi contanti
💷 banconota in sterline;soldi contanti
🪙 moneta;soldi
🏷️ etichetta del prezzo;sconto cartellino
🎁 regalo;dono sorpresa
🛒 carrello;acquisto ordine
🛍️ borse della spesa;acquisto
🎫 biglietto;ingresso prenotazione
🏆 coppa;vincitore
🥇 medaglia d'oro;primo vincitore
🎯 bersaglio;obiettivo centro
🎮 controller;gioco
🎧 cuffie;musica assistenza
🎤 microfono;cantare parlare
🎵 nota musicale;musica canzone
📺 televisione;tv
⏰ sveglia;ora svegliarsi
⏱️ cronometro;tempo
⏳ clessidra;aspetta tempo
⌛ clessidra finita;tempo scaduto
⌚ orologio;ora
🕐 l'una;ora orario
🕒 le tre;ora orario
🕕 le sei;ora orario
🕘 le nove;ora orario
🕛 le dodici;ora mezzogiorno mezzanotte
💊 pillola;medicina
💉 siringa;vaccino iniezione
🩺 stetoscopio;medico
🩹 cerotto;ferita
👓 occhiali;vedere
👔 camicia e cravatta;vestiti
👕 maglietta;vestiti
👖 jeans;pantaloni vestiti
👗 vestito;abito vestiti
👟 scarpa da corsa;sneaker
👠 tacco alto;scarpa
🎒 zaino;scuola borsa
👜 borsetta;borsa
🧳 valigia;bagaglio viaggio
☂️ ombrello;pioggia
🪥 spazzolino;dentista
🛏️ letto;dormire
🛋️ divano;mobili
🚿 doccia;acqua
🧹 scopa;pulire
🧽 spugna;pulire
🗑️ cestino;elimina rifiuti
📚 libri;leggere studiare
📖 libro aperto;leggere
📰 giornale;notizie";

const TRAVEL: &str = "\
🚗 auto;macchina guidare
🚕 taxi;corsa
🚌 autobus;trasporto
🚚 furgone delle consegne;camion pacco
🚐 minibus;furgone
🚑 ambulanza;emergenza
🚒 camion dei pompieri;emergenza
🚓 auto della polizia;emergenza
🏍️ motocicletta;moto
🛵 scooter;motorino consegna
🚲 bicicletta;bici
🛴 monopattino;corsa
🚆 treno;ferrovia
🚇 metropolitana;metro
🚊 tram;trasporto
✈️ aereo;volo viaggio
🛫 partenza;volo
🛬 arrivo;volo
🚁 elicottero;volare
🚀 razzo;veloce lancio
🚢 nave;crociera
⛵ barca a vela;mare
⛽ pompa di benzina;carburante
🅿️ parcheggio;auto
🚏 fermata dell'autobus;trasporto
🚦 semaforo;aspetta
🚧 lavori in corso;cantiere strada
🗺️ mappa;percorso
🧭 bussola;direzione
🏠 casa;abitazione
🏡 casa con giardino;abitazione
🏢 uffici;lavoro azienda
🏬 grande magazzino;negozio
🏪 minimarket;negozio
🏥 ospedale;salute
🏦 banca;soldi
🏨 hotel;albergo soggiorno
🏫 scuola;studiare
🏭 fabbrica;industria
⛪ chiesa;religione
🏰 castello;monumento
🏖️ spiaggia;vacanza mare
🏝️ isola;vacanza
🏔️ montagna;neve
🏕️ campeggio;tenda
🌍 globo;mondo terra
🌐 globo con meridiani;internet web
🇪🇺 bandiera dell'Unione europea;europa
🇮🇹 bandiera dell'Italia;italiano italia
🇬🇧 bandiera del Regno Unito;britannico inglese
🇺🇸 bandiera degli Stati Uniti;americano
🇩🇪 bandiera della Germania;tedesco
🇫🇷 bandiera della Francia;francese
🇪🇸 bandiera della Spagna;spagnolo
🇵🇹 bandiera del Portogallo;portoghese
🇨🇭 bandiera della Svizzera;svizzero";

const FOOD: &str = "\
☕ bevanda calda;caffè tè
🍵 tazza di tè;bevanda
🥤 bicchiere con cannuccia;bevanda
🍺 birra;bevanda
🍻 brindisi con birra;cin cin salute
🍷 bicchiere di vino;bevanda
🥂 brindisi;cin cin festeggiare
🍾 bottiglia stappata;spumante festeggiare
🍹 cocktail;bevanda
💧 goccia;acqua
🍕 pizza;cibo
🍔 hamburger;cibo
🍟 patatine fritte;cibo
🌭 hot dog;cibo
🥪 panino;cibo
🌮 taco;cibo
🥗 insalata;cibo verde
🍝 pasta;spaghetti cibo
🍜 noodles;zuppa cibo
🍣 sushi;pesce cibo
🍞 pane;cibo
🥐 cornetto;colazione
🧀 formaggio;cibo
🍳 uovo in padella;cucinare colazione
🍗 coscia di pollo;carne
🥩 bistecca;carne
🍎 mela;frutta
🍊 arancia;frutta
🍋 limone;frutta
🍌 banana;frutta
🍓 fragola;frutta
🍇 uva;frutta
🍉 anguria;frutta
🍅 pomodoro;verdura
🥕 carota;verdura
🍫 cioccolato;dolce
🍪 biscotto;dolce
🍩 ciambella;dolce
🍰 fetta di torta;dolce
🍦 gelato;dolce
🍽️ piatto con posate;ristorante tavola mangiare";

const NATURE: &str = "\
🎉 spara coriandoli;festa congratulazioni
🎊 palla di coriandoli;festa
🎂 torta di compleanno;buon compleanno
🎈 palloncino;festa compleanno
🎆 fuochi d'artificio;capodanno
🎄 albero di Natale;natale
🎅 Babbo Natale;natale
🎃 zucca;halloween
🐣 pulcino che nasce;pasqua
🌹 rosa;fiore
🌷 tulipano;fiore primavera
🌸 fiore di ciliegio;fiore primavera
🌻 girasole;fiore
💐 mazzo di fiori;grazie
🌱 germoglio;pianta crescere
🌲 abete;albero
🌳 albero;natura
🌵 cactus;pianta
🍀 quadrifoglio;fortuna
🍂 foglie cadute;autunno
☀️ sole;soleggiato tempo
🌤️ sole dietro una nuvola;tempo
⛅ sole e nuvola;tempo
☁️ nuvola;tempo
🌧️ nuvola con pioggia;tempo
⛈️ temporale;tempo
❄️ fiocco di neve;freddo inverno
⛄ pupazzo di neve;inverno
⚡ fulmine;energia veloce
🌈 arcobaleno;tempo
🌊 onda;mare acqua
🌙 luna;notte
🐶 cane;animale domestico
🐱 gatto;animale domestico
🐭 topo;animale
🐰 coniglio;animale pasqua
🦊 volpe;animale
🐻 orso;animale
🐼 panda;animale
🦁 leone;animale
🐮 mucca;animale
🐷 maiale;animale
🐴 cavallo;animale
🐔 gallina;animale uccello
🐧 pinguino;animale uccello
🐦 uccello;animale
🦋 farfalla;animale
🐝 ape;animale
🐢 tartaruga;lento animale
🐟 pesce;animale
🐾 impronte di zampe;animale domestico
⚽ calcio;pallone sport
🏀 basket;pallacanestro sport
🎾 tennis;sport
🏋️ sollevamento pesi;palestra sport
🚴 ciclista;sport
⛷️ sciatore;inverno sport
🏊 nuotatore;sport";
