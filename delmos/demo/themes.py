"""What invented applications are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """What an application is about. ``title`` and ``work`` name it, the rest colours the answers."""

    title: str
    work: str
    topic: str
    who: str
    partner: str


# The grants of 2018 went to mappings, needs analyses and plans.
THEMES_2018: tuple[Theme, ...] = (
    Theme(
        "Kartläggning av barns uppväxtvillkor i {place}",
        "en kartläggning",
        "skillnader i barns uppväxtvillkor mellan bostadsområden",
        "barnfamiljer i de områden där trångboddheten är störst",
        "barnavårdscentralen och förskolorna",
    ),
    Theme(
        "Behovsanalys: vägar till arbete i {place}",
        "en behovsanalys",
        "långvarig arbetslöshet i enskilda bostadsområden",
        "kvinnor och män som har varit utan arbete i mer än två år",
        "Arbetsförmedlingen och lokala arbetsgivare",
    ),
    Theme(
        "Plan för mötesplatser över gränserna i {place}",
        "en plan",
        "bristen på platser där människor från olika delar av orten möts",
        "boende som sällan träffas i vardagen, särskilt äldre och nyanlända",
        "biblioteket och bostadsbolaget",
    ),
    Theme(
        "Kartläggning av skolsegregationen i {place}",
        "en kartläggning",
        "skillnader i skolresultat mellan skolor i samma kommun",
        "elever i årskurs 6–9 och deras vårdnadshavare",
        "rektorerna och en forskargrupp vid högskolan",
    ),
    Theme(
        "Behovsanalys av fritid för flickor i {place}",
        "en behovsanalys",
        "flickors lägre deltagande i ledarledda fritidsaktiviteter",
        "flickor mellan 10 och 16 år och deras föräldrar",
        "fritidsgårdarna och idrottsföreningarna",
    ),
    Theme(
        "Plan för trygghet och tillit i {place}",
        "en plan",
        "otrygghet och låg tillit till samhällets institutioner",
        "boende som avstår från att gå ut på kvällen",
        "kommunpolisen och hyresgästerna",
    ),
    Theme(
        "Kartläggning av valdeltagande och inflytande i {place}",
        "en kartläggning",
        "lågt valdeltagande och svagt inflytande i vissa valdistrikt",
        "förstagångsväljare och personer som nyligen fått rösträtt",
        "studieförbunden och valnämnden",
    ),
    Theme(
        "Behovsanalys: hälsa på lika villkor i {place}",
        "en behovsanalys",
        "skillnader i hälsa och i kontakten med vården",
        "personer med låg inkomst och kort utbildning",
        "vårdcentralen och hälsokommunikatörer",
    ),
    Theme(
        "Plan för samverkan mellan kommun och föreningar i {place}",
        "en plan",
        "bristen på samordning mellan insatser mot segregation",
        "tjänstemän och föreningsaktiva som arbetar i samma områden",
        "ett tiotal lokala föreningar",
    ),
    Theme(
        "Kartläggning av boende och trångboddhet i {place}",
        "en kartläggning",
        "trångboddhet och ofrivilliga flyttar",
        "hushåll med osäkra kontrakt",
        "hyresvärdarna och socialtjänsten",
    ),
    Theme(
        "Behovsanalys: unga som varken arbetar eller studerar i {place}",
        "en behovsanalys",
        "ungas väg tillbaka till arbete och studier",
        "unga mellan 16 och 24 år",
        "det kommunala aktivitetsansvaret och fältarbetarna",
    ),
    Theme(
        "Plan för språk i vardagen i {place}",
        "en plan",
        "bristen på tillfällen att tala svenska utanför undervisningen",
        "föräldralediga och andra som inte nås av sfi",
        "folkhögskolan och öppna förskolan",
    ),
)

THEMES_TODAY: tuple[Theme, ...] = (
    Theme(
        "Dörrar på glänt – nya medlemmar i {place}",
        "ett projekt",
        "avståndet mellan föreningslivet och dem som nyligen har flyttat in",
        "nyinflyttade i alla åldrar",
        "biblioteket och hyresgästerna",
    ),
    Theme(
        "Unga styr – en styrelseskola i {place}",
        "ett projekt",
        "den låga andelen unga med uppdrag i föreningar",
        "unga mellan 15 och 25 år",
        "gymnasieskolan och ungdomsrådet",
    ),
    Theme(
        "Mentor på prov – korta uppdrag för ideella i {place}",
        "ett projekt",
        "bristen på ideella uppdrag som är korta nog att pröva",
        "vuxna som aldrig har haft ett ideellt uppdrag",
        "studieförbunden",
    ),
    Theme(
        "Grannar emellan – kvartersvärdar i {place}",
        "ett projekt",
        "bristen på grannar som håller i det gemensamma",
        "boende i flerfamiljshus",
        "bostadsbolaget och kyrkan",
    ),
    Theme(
        "Scenen är din – kultur på egna villkor i {place}",
        "ett projekt",
        "det ojämna deltagandet i kulturlivet",
        "vuxna och barn som sällan deltar i kulturlivet",
        "kulturskolan och teaterföreningen",
    ),
)
