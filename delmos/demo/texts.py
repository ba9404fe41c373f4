"""What invented applicants write: for each question of the forms a few answers to choose among.

``{place}``, ``{topic}``, ``{who}``, ``{partner}`` and ``{work}`` are filled in from the theme and the place.
"""

# Answers per question key. Every text question of every form has its entry.
TEXTS: dict[str, tuple[str, ...]] = {
    "summary": (
        "Vi vill göra {work} som visar vad som ligger bakom {topic} i {place}. Vi samlar in statistik, intervjuar "
        "{who} och prövar "
        "resultatet i öppna möten. Arbetet leder till förslag som berörda kan ta ställning till.",
        "I {place} saknas en gemensam bild av {topic}. Tillsammans med {partner} tar vi fram {work} som de som bor här "
        "har varit med och format. Den blir grund för beslut under de kommande åren.",
        "Det här är {work} om {topic}. Vi utgår från vad {who} själva berättar, jämför med det som redan är känt och "
        "lämnar konkreta förslag. Allt material blir öppet för andra att använda.",
    ),
    "situation": (
        "Statistik från SCB visar att skillnaderna mellan våra bostadsområden har ökat i tio år. Det gäller särskilt "
        "{topic}. I samtal med {who} under vintern beskrev många att de inte vet vart de ska vända sig.",
        "Vi möter {topic} i vårt dagliga arbete. En enkät som vi delade ut tillsammans med {partner} fick 212 svar och "
        "bekräftade bilden. "
        "Orsakerna är inte kartlagda, och därför riskerar insatserna att bli kortsiktiga.",
        "{place} växer, men inte på lika villkor. Två av våra områden skiljer ut sig när det gäller {topic}. Det finns "
        "siffror, men ingen har frågat dem det gäller: {who}.",
    ),
    "goals": (
        "När vi är klara finns en gemensam lägesbild som {partner} står bakom, och minst fem åtgärder som någon har "
        "åtagit "
        "sig att genomföra. På sikt ska arbetet minska segregationen i {place}.",
        "Minst 150 personer bland {who} har deltagit. Tre förslag är antagna av dem som kan genomföra dem. På fem års "
        "sikt "
        "ska skillnaden mellan områdena ha halverats.",
        "Vi ska veta vad som behövs, vem som gör vad och hur vi ser att det fungerar. Målet är att ingen längre ska "
        "missgynnas av var i {place} man bor.",
    ),
    "measures": (
        "Första månaden: vi rekryterar en projektledare och samlar befintlig statistik. Därefter: intervjuer med {who} "
        "och "
        "tre öppna möten. Sista månaderna: analys, förslag och återkoppling. Projektledaren ansvarar.",
        "Vi börjar med en genomgång av det som redan är gjort. Sedan gör vi djupintervjuer och fokusgrupper "
        "tillsammans med "
        "{partner}. Till sist skriver vi en rapport på lättläst svenska och presenterar den på plats.",
        "Arbetet görs i tre steg: samla, förstå, föreslå. Varje steg avslutas med ett möte där {who} får ändra och "
        "lägga "
        "till. Styrelsen följer arbetet varje månad.",
    ),
    "follow_up": (
        "Vi räknar deltagare per kön och ålder vid varje aktivitet, frågar alla vad mötet gav dem och gör om enkäten "
        "efter "
        "ett år.",
        "En referensgrupp med {partner} träffas var sjätte vecka och går igenom vad som är gjort. Resultaten redovisas "
        "öppet.",
        "Vi jämför med läget före start på fyra mått som vi har valt tillsammans med {who}. En utomstående läser "
        "rapporten "
        "innan den blir klar.",
    ),
    "after_grant": (
        "Förslagen lämnas till dem som beslutar om den ordinarie verksamheten. Två av dem har redan lovat att ta upp "
        "dem i "
        "nästa års budget.",
        "Det vi bygger upp blir en del av vår vanliga verksamhet, som bärs av medlemmar och ideella ledare.",
        "Samarbetet med {partner} fortsätter efter projektet. Vi skriver en överenskommelse som gäller i tre år.",
    ),
    "target_group": (
        "Vi ska nå {who}. En arbetsgrupp med åtta av dem har varit med och valt frågorna.",
        "Målgruppen är {who} i {place}, ungefär 400 personer. Vi har träffat ett trettiotal av dem medan vi skrev "
        "ansökan.",
        "Främst {who}. De har påverkat upplägget genom två möten under våren och kommer att sitta i styrgruppen.",
    ),
    "partners": (
        "Vi samarbetar med {partner}. De bidrar med kontakter, lokaler och egen arbetstid.",
        "{partner} deltar i styrgruppen och öppnar sina kanaler för inbjudningar.",
        "Vi gör arbetet själva, men stämmer av varje steg med {partner}.",
    ),
    "equality": (
        "Vi träffas i lokaler utan trappor, på tider som fungerar för dem som arbetar kväll, och ordnar barnpassning.",
        "All statistik delas upp på kön. Barn intervjuas av någon som är van vid det, och bara om de själva vill.",
        "Materialet finns på lättläst svenska och på de språk som talas mest i {place}.",
    ),
    "places": (
        "Arbetet görs i {place}, främst i de tre bostadsområden som har lägst medelinkomst.",
        "I centrala {place} och i två ytterområden som vi väljer efter den första genomgången.",
        "I {place} och i de grannkommuner dit många pendlar.",
    ),
    "beyond_duty": (
        "Ingen lag kräver att vi gör {work} av det här slaget. De ordinarie verksamheterna fortsätter som förut och "
        "betalas "
        "av vår egen budget.",
        "Insatsen samordnar flera verksamheter. Samordningen är frivillig, och kostnaderna ligger utanför det vi är "
        "skyldiga att göra.",
    ),
    "structure": (
        "Årsmötet i mars väljer styrelsen, som har sju ledamöter. Alla medlemmar har en röst. Medlemskapet är öppet "
        "för "
        "alla som delar vårt ändamål.",
        "Styrelsen väljs av årsmötet och möts varje månad. En valberedning och två revisorer väljs på samma möte.",
        "Vi leds av en styrelse på fem personer. Protokoll och årsredovisning lämnas ut till den som frågar.",
    ),
    "local_roots": (
        "Vi har funnits i {place} sedan starten och möter {who} varje vecka.",
        "De flesta i styrelsen bor i området. Vi har egen lokal och samarbetar sedan länge med {partner}.",
        "Vi är kända genom våra öppna kvällar, som brukar samla ett sextiotal personer.",
    ),
}

# What is asked in the same words under SFS 2024:199, but answered about engagement.
TEXTS_TODAY: dict[str, tuple[str, ...]] = {
    **TEXTS,
    "summary": (
        "Vi vill att fler i {place} ska vara med och bestämma i föreningslivet. Projektet prövar nya sätt att bjuda in "
        "{who}, och vänder sig mot {topic}. Det som fungerar blir en metod som andra föreningar kan använda.",
        "Projektet gör det lättare att ta ett första steg. Tillsammans med {partner} ordnar vi korta uppdrag, mentorer "
        "och öppna kvällar för {who}. Efter ett år ska arbetet bäras av dem som har kommit till.",
    ),
    "situation": (
        "Våra medlemmar blir äldre, och de senaste tre åren har styrelsen haft svårt att fylla sina platser. Bakom "
        "ligger {topic}. I en enkät svarade 140 personer; sex av tio ville engagera sig men hade aldrig blivit "
        "tillfrågade.",
        "Vi ser {topic} varje vecka. Samtal med {partner} bekräftar bilden: viljan finns, men vägarna in är få och "
        "svåra att hitta.",
    ),
    "goals": (
        "Minst 120 nya personer har provat ett uppdrag, och hälften av dem är kvar efter ett halvår. Vi har en metod "
        "som tre andra föreningar har börjat använda.",
        "Andelen styrelseledamöter bland {who} har fördubblats. Vi vet vilka sätt att bjuda in som fungerar.",
    ),
    "measures": (
        "Första kvartalet: vi utbildar tolv mentorer. Andra och tredje kvartalet: korta uppdrag och öppna kvällar "
        "varje vecka, tillsammans med {partner}. Sista kvartalet: vi skriver ned metoden och sprider den.",
        "Vi börjar med att lyssna: tjugo samtal med {who}. Sedan prövar vi tre former av uppdrag, följer upp dem och "
        "behåller den som fungerar bäst. Projektledaren och styrelsen delar på ansvaret.",
    ),
    "after_grant": (
        "Mentorerna blir kvar som ideella, och metoden tas in i vår verksamhetsplan.",
        "Samarbetet med {partner} fortsätter. Kostnaderna ryms sedan i vår vanliga budget.",
    ),
}

COST_ROWS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("Lön projektledare, 50 procent i sju månader", 62), ("Lokaler för möten", 14), ("Tolkar och översättning", 24)),
    (("Lön utredare, 40 procent", 55), ("Enkät och statistik", 20), ("Dialogmöten", 15), ("Rapport och tryck", 10)),
    (("Arvode till intervjuare", 48), ("Resor i länet", 12), ("Forskarstöd, köpt tjänst", 40)),
    (("Samordnare, 30 procent", 51), ("Utbildning av ideella ledare", 22), ("Material", 9), ("Lokalhyra", 18)),
)
