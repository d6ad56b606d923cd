/**
 * The most used passwords, in lower case and order of the alphabet. Source: the SecLists collection, "10-million-password-list-top-1000.txt"
 * at commit 70db2eec; vulgar words left out, all of which are short enough to be weak anyway.
 */
export const COMMON_PASSWORDS: readonly string[] = (
  "0000 00000 000000 00000000 007007 01011980 01012011 010203 098765 0987654321 101010 102030 1111 11111 111111 1111111 11111111 " +
  "1111111111 111222 112233 11223344 1212 121212 12121212 12312 123123 123123123 123123a 1232323q 123321 1234 12341234 12344321 12345 " +
  "1234554321 123456 1234567 12345678 123456789 1234567890 123456789a 123456789q 123456a 123456q 12345a 12345q 12345qwert 1234qwer " +
  "123654 123654789 123789 123abc 123qwe 12qwaszx 1313 131313 134679 141414 147147 147258 147258369 147852 147852369 151515 159357 " +
  "159753 159951 1966 1969 1974 1975 1977 1978 1979 1980 1981 1982 1984 1985 1986 1987 1988 1989 1990 1991 1992 1993 1994 1q2w3e " +
  "1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 2000 202020 2112 212121 2222 222222 232323 242424 252525 315475 3333 333333 420420 4321 4444 " +
  "444444 456789 4815162342 5150 54321 5555 55555 555555 55555555 654321 6666 666666 6969 696969 741852963 7654321 7777 777777 " +
  "7777777 77777777 789456 789456123 852456 8675309 87654321 8888 888888 88888888 9379992 987654 98765432 987654321 9999 999999 " +
  "a12345 a123456 a1b2c3 aaaa aaaaaa aaaaaaaa abc123 abcd1234 abcdef abcdefg access accord action adidas adrian airborne alaska " +
  "albert alex alexande alexander alexandr alexis alicia alison allison alpha alyssa amanda america american anderson andre andrea " +
  "andrew andrey angel angela angels animal anthony antonio apollo apple apples arizona arnold arsenal arthur asd123 asdasd asdf " +
  "asdf1234 asdfasdf asdfg asdfgh asdfghjk asdfghjkl ashley august austin avalon avatar awesome azerty baby babygirl badboy badger " +
  "bailey bambam banana bandit barbara barney baseball batman baxter bear beatles beaver beavis beer benjamin bigboy bigdaddy bigdog " +
  "bigred bill billy birdie bishop black blazer blink182 blue bobby bond007 bonnie booboo booger boogie boomer boston bradley brandon " +
  "brandy braves brazil brenda brian brittany bronco broncos brooke brooklyn brutus bubba bubbles buddha buddy budlight buffalo " +
  "bulldog bulldogs bullet burton buster butter calvin camaro cameron canada captain cardinal carlos carmen carolina caroline carter " +
  "cartman casper cassie celtic champion chance changeme charles charlie cheese chelsea cherokee cherry chester chevelle chevy " +
  "chicago chicken chopper chris christ christin claire classic claudia cocacola coffee college colorado compaq computer connor " +
  "cookie cool cooper copper corvette cougar courtney cowboy cowboys crazy creative cricket crystal daddy dakota dallas dancer danger " +
  "daniel danielle darkness darkside dave david death debbie december denise dennis denver destiny dexter diablo diamond diesel " +
  "digger digital disney doctor doggie dolphin dolphins domino donald donkey douglas dragon dreamer dreams driver drowssap drummer " +
  "ducati duncan eagle eagle1 eagles eclipse edward einstein electric elephant elizabet elvis eminem empire england enigma enter eric " +
  "eugene everton explorer extreme falcon family fantasy fender ferrari fire fireman fish fishing fktrcfylh florida flower fluffy " +
  "flyers football ford forest forever francis frank frankie franklin fred freddy free freedom freepass freeuser friday friend " +
  "friends froggy fylhtq gabriel galina galore gandalf garfield gateway gators gemini general genesis genius george georgia gfhjkm " +
  "ghbdtn giants gibson ginger girls goblue godzilla golden golf golfer goober google gordon green gregory guinness guitar gunner " +
  "hahaha hammer hannah happy happy1 hard hardcore harley hawaii heather heaven hello hello1 hello123 helpme hendrix hiphop hitman " +
  "hobbes hockey homer honda horses hotdog hotrod house houston howard hummer hunter iceman iloveyou indian infinity internet ireland " +
  "ironman iwantu jack jackie jackson jaguar jake james jasmine jason jasper jeffrey jennifer jeremy jessica jessie jester jesus " +
  "jimmy john johnny johnson jonathan jordan jordan23 joseph joshua junior jupiter justice justin juventus karina kawasaki kelly " +
  "kermit kevin killer kimberly king kirill kitten kitty klaster knight kristina lacrosse lakers lalala lasvegas lauren legend leslie " +
  "letmein liberty lifehack little liverpoo liverpool lizard logitech lol123 london louise love lovelove lovely loveme lover loverboy " +
  "lovers loveyou lucky lucky1 maddog madison madmax madonna maggie magic magnum manutd marcus marina marine marines mark marlboro " +
  "marley marshall martin marvin maryjane master matrix matt matthew maverick maximus maxwell melanie melissa member mercedes mercury " +
  "merlin metallic metallica mexico michael michael1 michelle michigan mickey midnight mike miller mine minecraft mitchell mmmmmm " +
  "mnbvcxz molly monday money money1 monica monkey monster montana mookie morgan mother motorola mountain mozart muffin murphy music " +
  "mustang naruto nascar natalie natasha nathan ncc1701 ncc1701d nelson nemesis newport newyork nicholas nicole nikita nintendo " +
  "nirvana nissan norman nothing november october oksana oliver olivia online orange ou812 packers pakistan pamela pantera panther " +
  "panthers paradise parker pass passion passport passw0rd password password1 patches patricia patrick patriots paul peaches peanut " +
  "pearljam peekaboo penguin people pepper peter phantom phoenix phpbb picard pirate platinum playboy player please pokemon police " +
  "polina poohbear pookie popcorn porsche power predator prince princess private psycho pumpkin purple q1w2e3 q1w2e3r4 q1w2e3r4t5 " +
  "qazwsx qazwsxedc qazxsw qqq111 qqqqqq qwaszx qwe123 qweasd qweasdzxc qweqwe qwer1234 qwert qwerty qwerty1 qwerty12 qwerty123 " +
  "qwertyu qwertyui qwertyuiop rabbit rachel racing raider raiders rainbow ranger rangers raptor rascal rasdzv3 razz rebecca red123 " +
  "reddog redrum redskins redsox redwings reggie richard robert rock rocket rocky roland rolltide rooster rosebud runner rush2112 " +
  "ruslan russell russia sabrina saints samantha sammy samson samsung samuel sandman sandra sarah saturn scarface school scooby " +
  "scooter scorpio scorpion scotland scott scotty secret secret123 security semperfi serega sergey shadow shannon sharon shelby " +
  "shorty sierra silver simon simple simpson simpsons skipper skippy skyline slayer slipknot smith smokey smooth snickers sniper " +
  "snoopy snowball soccer softball sophie spanky sparky speedy spencer spider spiderma spiderman spirit spitfire spooky spring " +
  "stalker stanley star stargate startrek starwars steelers stella stephen steve steven stinky stupid sublime success summer sunshine " +
  "super superman surfer suzuki svetlana sweet swordfis sydney system taylor tennis teresa test test123 tester testing theman therock " +
  "thomas thumper thunder thx1138 tiffany tiger tigers tigger timothy tinker titanic tomcat tommy topgun toyota travis trinity " +
  "trouble trustno1 tucker turkey turtle tweety united valentin vampire vanessa vegeta veronica vfhbyf vfrcbv victor victoria victory " +
  "viking vikings vincent viper virginia vision vladimir voodoo voyager walker walter warcraft warrior water welcome westside " +
  "whatever wildcat wildcats william williams willie willow wilson windows winner winston winter wizard wolf wolfpack wolverin wombat " +
  "xavier xxxx xxxxxx xxxxxxxx yamaha yankee yankees yellow yfnfif zachary zaq12wsx zombie zxc123 zxcvbn zxcvbnm zzzzzz"
).split(" ");
