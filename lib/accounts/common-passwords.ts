/**
 * True for a password that is tried first: the most common ones and what people make of them.
 *
 * Lists of leaked passwords are mostly a few hundred words with a year, digits or a sign behind them, letters replaced by
 * digits that look like them, rows of the keyboard, and repetitions. So the words are kept and the rest is computed, which
 * catches more than the list of 3,000 that is asked for (ASVS 6.2.4) and is smaller.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  if (/^[\d\s.,/_-]+$/.test(lower) && lower.length <= 12) return true; // dates, telephone numbers, 12345678
  if (isRepetition(lower) || isWalk(lower)) return true;
  return coresOf(lower).some(isOfCommonWords);
}

/** One part, over and over: `aaaaaaaa`, `abcabcabc`, `passpass`. */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= Math.min(4, text.length / 2); length += 1) {
    const part = text.slice(0, length);
    if (part.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return isCommonTwice(text);
}

function isCommonTwice(text: string): boolean {
  const half = text.slice(0, text.length / 2);
  return half + half === text && (COMMON.has(half) || isWalk(half));
}

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "1234567890",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiopü",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "qazwsxedcrfvtgbyhnujmikolp",
  "!@#$%^&*()",
  '!"§$%&/()=',
];
const WALKS = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);

/** Steps along rows of keys or letters: `qwertyuiop`, `1qaz2wsx`, `abcd1234`, `qwertz123456`. */
function isWalk(text: string): boolean {
  let rest = text;
  while (rest !== "") {
    const length = Math.max(...WALKS.map((row) => lengthOfStart(rest, row)));
    if (length < 3) return rest.length <= 2 && rest.length < text.length / 3;
    rest = rest.slice(length);
  }
  return true;
}

/** How many characters at the start of `text` are next to each other in `row`. */
function lengthOfStart(text: string, row: string): number {
  const at = row.indexOf(text.charAt(0));
  if (at < 0) return 0;
  let length = 1;
  while (length < text.length && row.charAt(at + length) === text.charAt(length) && at + length < row.length)
    length += 1;
  return length;
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "€": "e",
};

/** What is left of a password without the digits and signs around it, as it stands and with lookalikes read as letters. */
function coresOf(text: string): string[] {
  const bare = text.replace(/^[\d\W_]+|[\d\W_]+$/g, "");
  const read = (word: string) =>
    [...word]
      .map((character) => LOOKALIKES[character] ?? character)
      .join("")
      .replace(/[\W_]/g, "");
  return [
    ...new Set([bare, bare.replace(/[\W_\d]/g, ""), read(bare), read(text), read(text.replace(/[\d\W_]+$/, ""))]),
  ].filter((core) => core.length >= 3);
}

/** One common word, or two. */
function isOfCommonWords(core: string): boolean {
  if (COMMON.has(core) || COMMON.has(core.replace(/s$/, ""))) return true;
  for (let at = 2; at <= core.length - 2; at += 1) {
    if (COMMON.has(core.slice(0, at)) && COMMON.has(core.slice(at))) return true;
  }
  return false;
}

const COMMON = new Set(
  `
password passwort passwd pass passw contrasena contraseña motdepasse parola heslo haslo wachtwoord senha salasana lozinka kennwort
admin administrator root user guest test tester testing demo default login logon account access secret geheim private public system
server master manager owner operator support service changeme changeit change temp temporary welcome willkommen bienvenue benvenuto
letmein letme openup opensesame sesame enter entry hello hallo bonjour hola ciao goodbye iloveyou ilove ilovemy iloveu loveyou love lover
lovely loveme lovers forever always together heart sweetheart honey sweety sweetie sugar darling angel angels babe baby babygirl
babyboy princess prince queen king kingdom knight lady ladybug boss chief hero superman batman spiderman ironman wonder hulk thor
avengers marvel joker robin catwoman starwars startrek skywalker yoda jedi vader darthvader matrix trinity neo morpheus gandalf
frodo hobbit hogwarts harrypotter harry potter hermione pokemon pikachu charizard naruto sasuke goku dragon dragonball vegeta mario
luigi zelda sonic minecraft fortnite roblox warcraft starcraft counter strike halo doom quake tetris gamer games game player
playstation nintendo xbox atari console monkey monkeys donkey tiger tigers lion lions panther eagle eagles falcon hawk hawks bear
bears wolf wolves dog dogs doggy puppy cat cats kitty kitten bunny rabbit turtle dolphin dolphins shark whale horse horses pony
unicorn phoenix snake spider scorpion butterfly bird birds chicken duck panda koala elephant giraffe buster buddy charlie max rocky
bailey molly maggie bella lucky ginger shadow smokey sparky tigger pepper princesa coco oscar toby jack jackie jake daisy sadie
football fussball soccer baseball basketball hockey tennis golf golfer rugby cricket boxing swimming running runner racing racer
skate skater surfer surfing fishing hunter hunting hunt yankees cowboys steelers packers raiders lakers celtics bulls arsenal chelsea
liverpool manchester united juventus barcelona realmadrid bayern schalke dortmund benfica porto ajax ronaldo messi beckham jordan
michael michelle jennifer jessica ashley amanda daniel david robert john johnny james jimmy jordan joshua justin andrew anthony
matthew thomas tommy william george henry edward richard charles christian christopher chris alexander alexandra alex nicole
natalie natasha melissa stephanie samantha elizabeth victoria vanessa veronica patricia barbara sandra maria marie martin marcus
mark peter paul patrick philip phillip steven steve stefan sebastian simon samuel sam oliver olivia emma hannah sarah laura lauren
linda lisa karen katie kelly kevin brian brandon benjamin ben jason jeremy jerry larry harley davidson mercedes porsche ferrari
lamborghini corvette mustang camaro toyota honda yamaha kawasaki suzuki ducati nissan mazda subaru audi bmw ford chevy dodge jeep
truck trucks racecar motor driver summer winter spring autumn fall sommer fruehling frühling herbst verano invierno january february
march april may june july august september october november december januar februar märz maerz mai juni juli oktober dezember monday
tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag today tomorrow
yesterday christmas weihnachten easter halloween birthday holiday vacation weekend sunshine sunny sun moon moonlight star stars
starlight sky heaven paradise rainbow thunder lightning storm stormy snow snowball snowman rain fire firefly flame ice water ocean
river mountain forest flower flowers rose roses lily daisy blossom cherry apple apples banana orange lemon melon peach strawberry
cookie cookies chocolate candy cupcake cheese pizza burger bacon coffee beer whiskey vodka tequila wine butter peanut pumpkin potato
tomato pepper ginger cinnamon vanilla red blue green yellow purple pink black white silver gold golden diamond diamonds crystal
ruby emerald jade pearl america american usa england london paris berlin hamburg muenchen münchen koeln köln wien zuerich zürich
madrid roma milano lisboa moscow tokyo china india mexico brasil brazil canada australia texas california florida chicago boston
denver dallas houston newyork london1 germany deutschland france france98 italia espana españa poland polska russia österreich
schweiz computer computers laptop internet network wireless wifi router modem keyboard mouse monitor windows linux ubuntu debian
android iphone ipad samsung nokia google yahoo hotmail gmail facebook twitter instagram youtube netflix amazon microsoft apple
adobe oracle cisco intel database mysql postgres postgresql oracle java python javascript developer program code coding hacker
hackers hack cyber security secure trustno trustnoone trust noone nobody somebody anybody whatever whatsoever nothing something
everything anything goodluck good luck lucky happy happiness smile smiley peace freedom liberty justice truth faith hope charity
blessed jesus jesuschrist christ god godisgood church bible amen angelo allah islam muslim buddha music guitar piano drums rock
rocknroll metallica nirvana slipknot eminem blink greenday beatles queen abba elvis madonna shakira rihanna beyonce family
mother father mommy daddy mama papa mum dad sister brother brothers friend friends bestfriend freunde familie schatz schatzi engel
mausi hasi liebe ichliebedich amor teamo tequiero mivida corazon estrella bonita hermosa chocolate jetaime soleil doudou chouchou
azerty qwerty qwertz asdf zxcv qaz wsx edc abc xyz qwe asd zxc poiuy lkjhg mnbvc trustme believe dreamer dreams dream magic magical
wizard witch ghost zombie vampire demon devil satan lucifer hell killer kill death dead murder weapon sniper soldier army navy
marine marines airforce police ninja samurai pirate pirates viking warrior spartan gladiator trojan legend legendary champion winner
winners victory power powers strong strength energy turbo nitro rocket space galaxy universe planet earth mars jupiter saturn
mercury venus apollo zeus athena hercules achilles phoenix titan titanic monster monsters money dollar dollars million millionaire
rich cash bank business company office work worker job school schule student teacher college university class english deutsch
francais math science history book books library doctor nurse hospital fuckyou fuck fucker fuckoff shit asshole bitch sexy sex
pussy dick cock naked nude porn playboy hottie hotstuff cutie sweet loser idiot stupid crazy psycho maniac freak punk gothic emo
dancer dance dancing ballet singer star superstar supernova super mega ultra uber extreme maximum number one first second third
single double triple simple easy quick fast speed slow big little small tiny huge giant great awesome cool coolness amazing perfect
beautiful pretty beauty gorgeous handsome genius clever smart wise brain zaq xsw cde vfr bgt parlance chat chatgpt openai assistant
correcthorsebatterystaple correct horse battery staple hunter monkeybusiness and the you my is are for with your not this that it
`
    .trim()
    .split(/\s+/),
);
