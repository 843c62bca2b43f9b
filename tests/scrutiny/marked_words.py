"""Made-up grounds and observations: what tells somebody is marked ``[kind:words]``; nobody is real.

Names were chosen from many origins, plates from every series, numbers from ranges that are kept
for drama and tests (Ofcom's telephone numbers, published test numbers for the others).
"""

import re
from dataclasses import dataclass

A_MARK = re.compile(r"\[([a-z]+):([^\]]+)\]")


@dataclass(frozen=True)
class Marked:
    """A sentence, and where in it what kind of thing tells somebody."""

    text: str
    tells: tuple[tuple[str, int, int], ...]


def read(marked: str) -> Marked:
    """Take the marks out of a sentence, and keep their places."""
    text, tells, at = "", [], 0
    for mark in A_MARK.finditer(marked):
        text += marked[at : mark.start()]
        tells.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    return Marked(text + marked[at:], tuple(tells))


TELLING = tuple(
    map(
        read,
        (
            "I recognised the driver as [name:Daniel Whitcombe] from an earlier stop.",
            "The passenger gave his name as [name:Mohammed Iqbal] and was polite.",
            "[name:Oluwaseun Adeyemi] said that the car belonged to his brother.",
            "She told me that [name:Siân Prytherch] had lent her the van.",
            "The keeper is a [name:Mrs Kowalczyk], who was not there.",
            "We spoke with [name:Nguyen Thi Hoa] through an interpreter.",
            "He called out to [name:Tremaine] across the road and ran.",
            "The driver, [name:Yusuf al-Rashid], asked for my name and was given it.",
            "[name:Padraig O’Donoghue] was sitting in the back without a seat belt.",
            "I asked [name:Chukwuemeka] to step out and he did so at once.",
            "Intelligence named [name:Jean-Baptiste Mbeki] as a courier.",
            "The boy said his friend [name:Ngozi] was hurt.",
            "It was the brother of [name:Harpreet Kaur Sandhu], who is known to us.",
            "The man is [name:Zoltán Fekete] and lives with his mother.",
            "[name:Aaliyah] refused to give her details and was let go.",
            "He answered to the name of [name:Tyrone] and to no other.",
            "the driver was [name:mohammed] and he was known to me from last week.",
            "spoke with [name:kwame] who said he had bought the bag that day.",
            "i know him as [name:patel] and he knows me.",
            "A woman called [name:Wambui Njoroge] filmed the stop.",
            "His solicitor, [name:Ms Fitzherbert-Bright], came to the station.",
            "[name:Liu Wei] showed an app on his phone and said that he delivers food.",
            "The child, [name:Rhys], was with his aunt [name:Angharad Llewellyn].",
            "Reported by [name:Dr Ifeoma Balogun], who had seen it from her window.",
            "The car, a red hatchback [plate:AB12 CDE], had no light at the back.",
            "Checks on [plate:BD51SMR] showed no insurance.",
            "An old estate with the plate [plate:M123 ABC] was weaving.",
            "The number was [plate:A1 BCD] or something like it.",
            "A classic car, [plate:ABC 123A], was parked across the pavement.",
            "It bore [plate:TNX 47W] and had one headlight.",
            "The taxi showed [plate:HSV 529], which has no year letter.",
            "A van with Northern Irish plates, [plate:JIG 4821], pulled away.",
            "The plate [plate:Q 123 ABC] belongs to a kit car.",
            "anpr gave a hit on [plate:lr67 kwn] an hour before.",
            "Stopped on [place:Dunstable Road] outside a shop.",
            "He walked out of [place:14 Marlow Avenue] and into the car.",
            "She was seen in [place:Bury Park] with two others.",
            "The address he gave was in [place:MK40 2TU] and could not be found.",
            "He threw a bag over the wall of [place:St Cuthbert’s Church].",
            "Seen leaving [place:Challney High School] at the end of the day.",
            "It began on the [place:A505] and ended at a petrol station.",
            "They met behind the shops in [place:Tomlinson Crescent].",
            "seen on [place:luton high street] with a group.",
            "I stopped the car near [place:Junction 10 of the M1] at night.",
            "He had come from [place:Leagrave Station] by foot.",
            "The position was [place:51.8787, -0.4200] by the radio.",
            "Their phone was [phone:07700 900142] and rang during the stop.",
            "He gave [phone:+44 7700 900 981] as his number.",
            "Ring the keeper on [phone:01632 960 557] about the van.",
            "The number ([phone:0113 496 0733]) was written on his hand.",
            "She asked us to write to [mail:t.osei@example.org] about it.",
            "An app showed [mail:kz_88+sales@mail.example.co.uk] as the account.",
            "A letter with NHS number [number:943 476 5919] was in the bag.",
            "His card from hospital says [number:9434765919] on it.",
            "The wage slip showed [number:QQ 12 34 56 C] in the corner.",
            "National Insurance [number:AB123456C] was given for the check.",
            "The licence [number:WHITC708234D99AB] had expired.",
            "A passport, [number:XZ9876543], lay on the seat.",
            "A bank card ending a row of [number:4929 1234 5678 9012] was found.",
            "The custody number was [number:20261123] and the log was short.",
            "On Instagram he is [handle:@lil.kz_88] and posts about cars.",
            "Snapchat: [handle:brixton_tee] was open on the phone.",
            "His Snap is [handle:j4yd0n.x] as he told us.",
            "He was born on [birth:4 March 2007] and so was 19.",
            "DOB [birth:17/09/1998] and no fixed address.",
            "date of birth [birth:1-2-03] as he said himself.",
            "She said her birthday was [birth:November 5th, 1988] when asked.",
            "[collar:PC 4471] was first there and took the keys.",
            "Handed over to [collar:Sgt Ormerod] at the end.",
            "The search was by [collar:DC 882 Lim] in the presence of another.",
            "His page was [link:https://example.com/u/kz88] on that day.",
            "An advert at [link:www.example-cars.co.uk/ad/5512] named the car.",
        ),
    )
)
CLEAN = (
    "The driver was looking at a phone while the car was moving.",
    "The car had a light at the back that did not work.",
    "He was polite throughout and asked why he had been stopped.",
    "I explained the grounds and the object of the search, and he understood them.",
    "There was a strong smell of cannabis from the open window.",
    "She said that she was on her way home from work.",
    "The vehicle was driven at speed through a red light.",
    "Nothing was found and he was free to go.",
    "The stop was made under section 163 of the Road Traffic Act 1988.",
    "I gave my name and station and told her that she could have a copy.",
    "Officers were told at briefing to look out for a silver van.",
    "The passenger had not worn a seat belt.",
    "Two people ran away when they saw the police car.",
    "The driver’s window was down and music was loud.",
    "My body-worn video was on from the beginning to the end.",
    "Force was not used and no handcuffs were put on.",
    "The tyres were worn below the limit.",
    "A routine check; there was no specific reason.",
    "He looked nervous and kept a hand in his pocket.",
    "A knife was seen on the floor in front of the seat.",
    "The insurance database showed no policy for the car.",
    "It was dark and I could not see who was driving.",
    "She was under 18, so an adult was called before anything else.",
    "The search lasted 12 minutes and was in view of the public.",
    "An appropriate adult came after half an hour.",
    "He told us that he had lent the car to nobody.",
    "There were three people in the car, all of them quiet.",
    "The Vauxhall was stopped because its brake lights did not work.",
    "She described herself as Black British and was asked nothing else.",
    "On Monday the same car had been seen without lights.",
    "PACE Code A was followed and GOWISELY was given in full.",
    "Grounds: he matched the description of a man seen an hour before.",
    "Officers from another team had asked for the car to be stopped.",
    "The man spoke Polish and we used an interpreter on the phone.",
    "He said: “I have done nothing wrong.” We agreed.",
    "The road was busy, so we moved to a car park.",
    "Nothing in the video shows why the bag was searched.",
    "Drugs wipe positive. Vehicle searched. Nothing found.",
    "Driver unable to produce a licence. Advice given.",
    "The panel could not hear what was said after 21:40.",
    "We saw 3 of 5 officers without a camera.",
    "In December the same reason was written 14 times.",
)
LATER = tuple(
    map(
        read,
        (
            "[name:Gethin] drove and [name:Ffion Bevan-Lloyd] sat beside him.",
            "A male, later known as [name:Kofi Asante-Boateng], walked off.",
            "Keeper shown as [name:Nkiruka Eze] of [place:22b Sandringham Gardens].",
            "We were called by [name:Ewelina], who keeps the corner shop.",
            "The driver is [name:Đặng Văn Lâm] and has a full licence.",
            "He shouted “[name:Marlon], run!” and threw something.",
            "[name:Sunita] and [name:Bhavesh] were on their way to a wedding.",
            "The passenger gave the name [name:CHARLTON-OBI], spelt for me.",
            "[name:zainab] was in tears and her brother [name:Ishaq] held her hand.",
            "spoke to [name:obafemi] at the door.",
            "The white van [plate:YK19 TRV] had been reported.",
            "Old moped, [plate:F77 KLO], no tax.",
            "Taxi plate [plate:KIW 9907] from Derry.",
            "It had the cherished plate [plate:5 GKW] on it.",
            "The plate read [plate:ef 17 xyz] in my notes.",
            "Stopped at the lights of [place:Castle Boulevard] in the rain.",
            "Seen going into [place:Flat 3, Aldgate Point] with a bag.",
            "He parked near [place:the Kings Arms] and waited.",
            "The bag was found off [place:junction 24] of the motorway.",
            "They live in [place:Beeston], he said.",
            "Ring [phone:020 7946 0958] and ask for the owner.",
            "His mate’s number is [phone:07700900555] in the phone.",
            "Mail [mail:a.rahimi@example.com] with the form.",
            "NHS: [number:9434765919] in the wallet.",
            "NINO [number:jg 10 37 59 a] on a slip.",
            "She goes by [handle:@ms.divine] online.",
            "On TikTok as [handle:bigdrip204] he shows cars.",
            "Born [birth:12th June 2001] in another town.",
            "[birth:03.11.99] was the date on his card.",
            "Detained by [collar:PC Achterberg] at noon.",
            "[collar:PS 0931] signed the log.",
        ),
    )
)
"""Written when the shapes stood: at first 28 of 35 were found, and 6 of 15 clean ones alarmed.

Then the shapes were mended by them, so they are no test of what nobody had in mind any more.
"""
LATER_CLEAN = (
    "The bus lane camera had seen the car twice.",
    "He held a can of drink and swore at nobody in particular.",
    "Rain made it hard to see into the car.",
    "Alcohol breath test: zero.",
    "We could not tell whether the reason was given before the search.",
    "Good practice: the officer knelt down to speak with the boy.",
    "Tinted windows. Could not see the driver.",
    "The officer asked “Where are you going?” twice.",
    "Nobody wrote down the outcome.",
    "The moped had no plate at all.",
    "Smoke came out from under the bonnet.",
    "Handcuffs were on for 25 minutes without a reason.",
    "Ask why the supervisor had not seen it until May.",
    "Half of the cases had no video from the start.",
    "The Human Rights Act was not mentioned.",
)
