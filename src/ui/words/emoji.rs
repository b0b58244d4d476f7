//! The emoji a contact centre writes with, and what people call them. One line each: the emoji, its name, and behind a
//! semicolon further words it is found by. Not all there are: each one is a line to download.

use super::speech::{Written, words};

words! {
    pub struct EmojiWords in EN, super::italian::emoji::IT;

    pub title: &'static str,
    pub search: &'static str,
    pub recent: &'static str,
    pub nothing_fits: fn(&str) -> String,
    pub count: fn(usize) -> String,
    /// What they cost.
    pub hint: &'static str,
    /// Title and lines.
    pub groups: [(&'static str, &'static str); 7],
}

pub const EN: EmojiWords<Written> = EmojiWords {
    title: "Emoji",
    search: "Search emoji",
    recent: "Used lately",
    nothing_fits: |typed| format!("No emoji is called “{typed}”."),
    count: |n| if n == 1 { "1 emoji".into() } else { format!("{n} emoji") },
    hint: "One emoji makes the whole text Unicode: 70 characters a message instead of 160.",
    groups: [
        ("Faces", FACES),
        ("Hands and people", PEOPLE),
        ("Hearts and signs", SIGNS),
        ("Things and work", THINGS),
        ("Travel and places", TRAVEL),
        ("Food and drink", FOOD),
        ("Nature and celebration", NATURE),
    ],
};

const FACES: &str = "\
😀 grinning face;happy smile
😃 smiling face with open mouth;happy joy
😄 smiling eyes;happy laugh
😁 beaming face;grin happy
😆 laughing face;haha
😅 sweating smile;relief nervous phew
😂 tears of joy;laugh lol
🤣 rolling on the floor laughing;rofl lol
🙂 slightly smiling face;smile
🙃 upside-down face;irony silly
😉 winking face;wink
😊 blushing smile;happy pleased thanks
😇 smiling face with halo;angel innocent
🥰 smiling face with hearts;love adore
😍 heart eyes;love
🤩 star-struck;wow excited
😘 blowing a kiss;kiss love
😋 yummy face;delicious tasty
😛 tongue out;playful
😜 winking with tongue;joke crazy
🤗 hugging face;hug welcome
🤭 hand over mouth;oops giggle
🤫 shushing face;quiet secret
🤔 thinking face;hmm question
🫡 saluting face;yes sir respect
🤐 zipper mouth;secret silent
🤨 raised eyebrow;doubt
😐 neutral face;meh
😑 expressionless face;blank
😶 face without mouth;speechless
😏 smirking face;smug
😒 unamused face;annoyed
🙄 rolling eyes;annoyed
😬 grimacing face;awkward
😌 relieved face;calm
😔 pensive face;sad sorry
😪 sleepy face;tired
😴 sleeping face;zzz tired
😷 face with mask;ill sick doctor
🤒 face with thermometer;ill sick fever
🤕 bandaged head;hurt injury
🤧 sneezing face;cold flu sick
🥵 hot face;heat summer
🥶 cold face;freezing winter
🥳 partying face;celebration birthday
😎 sunglasses;cool
🤓 nerd face;geek glasses
😕 confused face;puzzled
😟 worried face;concerned
🙁 slightly frowning face;sad
😮 open mouth;surprised wow
😲 astonished face;shocked wow
😳 flushed face;embarrassed
🥺 pleading face;please puppy eyes
😢 crying face;sad tear
😭 loudly crying face;sad sob
😱 screaming face;fear shock
😞 disappointed face;sad
😓 downcast face with sweat;sorry effort
😩 weary face;tired
😫 tired face;exhausted
🥱 yawning face;bored tired
😤 huffing face;proud angry
😡 angry red face;mad furious
😠 angry face;mad
🤯 exploding head;mind blown
🤖 robot;bot automatic
👻 ghost;halloween
💩 pile of poo;poop
🙈 see-no-evil monkey;shy oops
🙉 hear-no-evil monkey;deaf
🙊 speak-no-evil monkey;secret oops";

const PEOPLE: &str = "\
👍 thumbs up;yes ok good agree like
👎 thumbs down;no bad disagree
👌 OK hand;perfect fine
👏 clapping hands;applause bravo
🙌 raised hands;hooray praise
🙏 folded hands;thanks please pray
🤝 handshake;deal agreement
👋 waving hand;hello hi goodbye
✋ raised hand;stop high five
🖐️ open hand;five stop
🤚 back of hand;stop
✌️ victory hand;peace two
🤞 crossed fingers;luck hope
🤟 love-you sign;hand
🤘 sign of the horns;rock
🤙 call me hand;phone
👈 pointing left;finger
👉 pointing right;finger
👆 pointing up;finger
👇 pointing down;finger below
☝️ index finger up;attention one
💪 flexed arm;strong muscle
✍️ writing hand;write sign
👀 eyes;look see
👂 ear;listen
🧠 brain;smart
🗣️ speaking head;talk
👤 one person;user contact
👥 two people;users group team
👶 baby;child
🧒 child;kid
👩 woman;lady
👨 man;gentleman
👵 old woman;grandmother
👴 old man;grandfather
👪 family;parents child
🧑‍💻 person at a computer;work agent support
🧑‍🔧 mechanic;technician repair
🧑‍⚕️ health worker;doctor nurse
🧑‍🍳 cook;chef
🧑‍🎓 student;graduate
👮 police officer;security
👷 construction worker;builder
🕵️ detective;investigate search
💁 person tipping hand;info help
🙋 raising hand;question here
🤷 shrugging person;unknown dunno
🤦 facepalm;oh no
🙇 bowing person;sorry thanks
🏃 running person;hurry fast
🚶 walking person;walk
💃 dancing woman;party
🧘 person in lotus position;calm yoga
👫 couple holding hands;pair
💅 nail polish;beauty
👣 footprints;steps";

const SIGNS: &str = "\
❤️ red heart;love
🧡 orange heart;love
💛 yellow heart;love
💚 green heart;love
💙 blue heart;love
💜 purple heart;love
🖤 black heart;love
🤍 white heart;love
💔 broken heart;sad
💕 two hearts;love
💖 sparkling heart;love
💯 hundred;perfect full
✅ check mark;done yes ok
☑️ ticked box;done yes
✔️ tick;done yes
❌ cross mark;no wrong cancel
❎ crossed box;no
⭕ circle;round
⛔ no entry;forbidden stop
🚫 prohibited;forbidden not allowed
⚠️ warning;attention caution
❗ exclamation mark;important
❓ question mark;ask
‼️ double exclamation mark;important
⁉️ exclamation and question mark;what
💡 light bulb;idea tip
🔔 bell;reminder notification
🔕 bell with stroke;mute silent
🆗 OK button;yes
🆕 new button;news
🆓 free button;gratis
🆘 SOS button;help emergency
🔝 top arrow;best
🔜 soon arrow;coming
🔙 back arrow;return
➡️ right arrow;next
⬅️ left arrow;back
⬆️ up arrow;above
⬇️ down arrow;below
↩️ return arrow;reply back
🔄 turning arrows;refresh again renew
➕ plus;add
➖ minus;less
✖️ times;multiply
♻️ recycling;environment
ℹ️ information;info
🔴 red circle;stop
🟠 orange circle;wait
🟡 yellow circle;wait
🟢 green circle;go online
🔵 blue circle;dot
⚫ black circle;dot
⚪ white circle;dot
🔥 fire;hot offer
✨ sparkles;new clean
⭐ star;favourite rating
🌟 glowing star;excellent
💥 collision;boom
💬 speech bubble;chat message
💭 thought bubble;think
💤 zzz;sleep
1️⃣ one;number first
2️⃣ two;number second
3️⃣ three;number third
4️⃣ four;number
5️⃣ five;number";

const THINGS: &str = "\
📱 mobile phone;smartphone call
☎️ telephone;call
📞 telephone receiver;call
💻 laptop;computer
🖥️ desktop computer;screen
🖨️ printer;print
⌨️ keyboard;type
🖱️ computer mouse;click
💾 floppy disk;save
📷 camera;photo
🎥 film camera;video
🔋 battery;power charge
🔌 electric plug;power
📶 signal bars;network reception mobile
🛜 wireless;wifi internet network
📧 e-mail;mail
✉️ envelope;letter mail
📨 incoming envelope;mail message
📩 envelope with arrow;send mail
📦 parcel;package delivery box
📫 mailbox;post letter
📝 memo;note write
📄 page;document
📃 page with curl;document
📑 bookmark tabs;documents
📋 clipboard;form list
📁 folder;file
📅 calendar;date appointment
📆 tear-off calendar;date appointment
🗓️ spiral calendar;date month
📌 pushpin;location important
📍 round pushpin;location place
📎 paperclip;attachment
✂️ scissors;cut
🖊️ pen;write sign
✏️ pencil;write edit
📏 ruler;measure size
📊 bar chart;statistics
📈 rising chart;growth
📉 falling chart;loss
🔍 magnifying glass;search find
🔑 key;access password
🔒 lock;secure closed
🔓 open lock;unlocked
🔐 lock with key;secure password
🔨 hammer;repair tool
🔧 wrench;repair tool fix
🛠️ hammer and wrench;repair tools maintenance
⚙️ gear;settings
🧰 toolbox;repair
🧾 receipt;invoice bill
💳 credit card;pay payment
💰 money bag;cash refund
💵 dollar note;money cash
💶 euro note;money cash
💷 pound note;money cash
🪙 coin;money
🏷️ price tag;label discount
🎁 gift;present surprise
🛒 shopping cart;buy order
🛍️ shopping bags;buy
🎫 ticket;entrance booking
🏆 trophy;winner
🥇 gold medal;first winner
🎯 target;goal direct hit
🎮 game controller;play
🎧 headphones;music support
🎤 microphone;sing talk
🎵 musical note;music song
📺 television;tv
⏰ alarm clock;time wake
⏱️ stopwatch;time
⏳ hourglass;wait time
⌛ hourglass done;time over
⌚ watch;time
🕐 one o'clock;time hour
🕒 three o'clock;time hour
🕕 six o'clock;time hour
🕘 nine o'clock;time hour
🕛 twelve o'clock;time noon midnight
💊 pill;medicine
💉 syringe;vaccine injection
🩺 stethoscope;doctor
🩹 plaster;bandage wound
👓 glasses;see
👔 shirt and tie;clothes
👕 T-shirt;clothes
👖 jeans;trousers clothes
👗 dress;clothes
👟 running shoe;sneaker
👠 high heel;shoe
🎒 backpack;school bag
👜 handbag;bag
🧳 suitcase;luggage travel
☂️ umbrella;rain
🪥 toothbrush;dentist
🛏️ bed;sleep
🛋️ sofa;furniture
🚿 shower;water
🧹 broom;clean
🧽 sponge;clean
🗑️ waste basket;delete
📚 books;read learn
📖 open book;read
📰 newspaper;news";

const TRAVEL: &str = "\
🚗 car;drive
🚕 taxi;cab
🚌 bus;transport
🚚 delivery lorry;truck parcel
🚐 minibus;van
🚑 ambulance;emergency
🚒 fire engine;emergency
🚓 police car;emergency
🏍️ motorcycle;bike
🛵 scooter;delivery
🚲 bicycle;bike
🛴 kick scooter;ride
🚆 train;railway
🚇 underground;metro subway
🚊 tram;transport
✈️ aeroplane;flight travel
🛫 departure;flight
🛬 arrival;flight
🚁 helicopter;fly
🚀 rocket;fast launch
🚢 ship;cruise
⛵ sailing boat;sea
⛽ fuel pump;petrol gas
🅿️ parking;car
🚏 bus stop;transport
🚦 traffic light;wait
🚧 construction;works roadworks
🗺️ map;route
🧭 compass;direction
🏠 house;home
🏡 house with garden;home
🏢 office building;work company
🏬 department store;shop
🏪 convenience store;shop
🏥 hospital;health
🏦 bank;money
🏨 hotel;stay
🏫 school;learn
🏭 factory;industry
⛪ church;religion
🏰 castle;sight
🏖️ beach;holiday sea
🏝️ island;holiday
🏔️ mountain;snow
🏕️ camping;tent
🌍 globe;world earth
🌐 globe with meridians;internet web
🇪🇺 flag of the European Union;europe
🇮🇹 flag of Italy;italian
🇬🇧 flag of the United Kingdom;british english
🇺🇸 flag of the United States;american
🇩🇪 flag of Germany;german
🇫🇷 flag of France;french
🇪🇸 flag of Spain;spanish
🇵🇹 flag of Portugal;portuguese
🇨🇭 flag of Switzerland;swiss";

const FOOD: &str = "\
☕ hot drink;coffee tea
🍵 cup of tea;drink
🥤 cup with straw;drink
🍺 beer;drink
🍻 clinking beers;cheers
🍷 glass of wine;drink
🥂 clinking glasses;cheers celebrate
🍾 bottle with popping cork;champagne celebrate
🍹 cocktail;drink
💧 drop;water
🍕 pizza;food
🍔 hamburger;food
🍟 chips;fries food
🌭 hot dog;food
🥪 sandwich;food
🌮 taco;food
🥗 salad;food green
🍝 pasta;spaghetti food
🍜 noodles;soup food
🍣 sushi;fish food
🍞 bread;food
🥐 croissant;breakfast
🧀 cheese;food
🍳 cooking;egg breakfast
🍗 chicken leg;meat
🥩 steak;meat
🍎 apple;fruit
🍊 orange;fruit
🍋 lemon;fruit
🍌 banana;fruit
🍓 strawberry;fruit
🍇 grapes;fruit
🍉 watermelon;fruit
🍅 tomato;vegetable
🥕 carrot;vegetable
🍫 chocolate;sweet
🍪 biscuit;cookie sweet
🍩 doughnut;sweet
🍰 slice of cake;sweet
🍦 ice cream;sweet
🍽️ plate with cutlery;restaurant table eat";

const NATURE: &str = "\
🎉 party popper;celebration congratulations
🎊 confetti ball;celebration
🎂 birthday cake;happy birthday
🎈 balloon;party birthday
🎆 fireworks;new year
🎄 Christmas tree;xmas
🎅 Father Christmas;santa xmas
🎃 pumpkin;halloween
🐣 hatching chick;easter
🌹 rose;flower
🌷 tulip;flower spring
🌸 cherry blossom;flower spring
🌻 sunflower;flower
💐 bunch of flowers;thanks
🌱 seedling;plant grow
🌲 fir;tree
🌳 tree;nature
🌵 cactus;plant
🍀 four-leaf clover;luck
🍂 fallen leaves;autumn
☀️ sun;sunny weather
🌤️ sun behind cloud;weather
⛅ sun and cloud;weather
☁️ cloud;weather
🌧️ rain cloud;weather
⛈️ thunderstorm;weather
❄️ snowflake;cold winter
⛄ snowman;winter
⚡ lightning;power fast
🌈 rainbow;weather
🌊 wave;sea water
🌙 moon;night
🐶 dog;pet animal
🐱 cat;pet animal
🐭 mouse;animal
🐰 rabbit;animal easter
🦊 fox;animal
🐻 bear;animal
🐼 panda;animal
🦁 lion;animal
🐮 cow;animal
🐷 pig;animal
🐴 horse;animal
🐔 chicken;animal bird
🐧 penguin;animal bird
🐦 bird;animal
🦋 butterfly;animal
🐝 bee;animal
🐢 turtle;slow animal
🐟 fish;animal
🐾 paw prints;pet animal
⚽ football;soccer sport
🏀 basketball;sport
🎾 tennis;sport
🏋️ weight lifter;gym sport
🚴 cyclist;sport
⛷️ skier;winter sport
🏊 swimmer;sport";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_emoji_stands_once_with_a_name_and_is_no_letter() {
        let mut seen = HashSet::new();
        for line in EN.groups.iter().flat_map(|(_, lines)| lines.lines()) {
            let (emoji, names) = line.split_once(' ').expect(line);
            let (name, more) = names.split_once(';').expect(line);
            assert!(seen.insert(emoji), "{emoji} stands twice");
            assert!(!name.trim().is_empty() && !more.trim().is_empty(), "{line}");
            assert!(!emoji.contains(|c: char| c.is_ascii_alphabetic()) && emoji.chars().count() <= 7, "{line}");
        }
        assert!(seen.len() > 400, "{}", seen.len());
    }
}
