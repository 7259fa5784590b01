"""Names with something like their frequencies: a few are very common, many are rare.

Six surnames of ten are of the list, the first about one in forty; the others are put together of
two parts, and some of those are double, so that many a name is there once or twice in the nation.
"""

FIRST = """
Muhammad David John Sarah Michael James Susan Paul Emma Andrew Mark Amy Daniel Laura Robert
Claire Thomas Rachel Christopher Lisa Peter Nicola Stephen Karen Matthew Joanne Richard Helen
Simon Julie Ahmed Fatima Aisha Mohammed Priya Ravi Sunita Wei Mei Ivana Piotr Agnieszka
Oluwaseun Chidi Amara Gwenllian Rhys Carys Dafydd Siân Llŷr Angharad Iolo Ffion Tudur Catrin
Gethin Eleri Owain Mared Fiona Hamish Morag Callum Eilidh Niall Siobhán Aoife Declan Róisín Zoë
Chloë André José Renée Hodan Abdi Warsame Yusuf Leyla Zainab Ibrahim Mustafa Aylin Emre Dimitra
Nikos Maria-Elena Maximiliana Bartholomew Persephone Ignatius Wilhelmina Thaddeus Ermintrude
Ptolemy Ottoline
""".split()  # noqa: SIM905
LAST = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans
Walker White Roberts Green Hall Thomas Clarke Jackson Wood Harris Edwards Turner Martin Cooper
Hill Ward Hughes Moore Clark King Harrison Lewis Baker Lee Allen Morris Khan Scott Watson Davis
Parker James Bennett Young Phillips Richardson Mitchell Bailey Carter Cook Singh Shaw Bell
Collins Morgan Kelly Begum Miller Cox Hussain Marshall Simpson Price Anderson Adams Wilkinson
Foster Ali Ahmed Murphy Llywelyn Cadwaladr Pritchard Probert Bowen Bevan Ap-Rhys Mac-an-t-Saoir
O'Brien O’Sullivan Nowak Kowalski Horvátová Nguyen Okafor Adeyemi Mensah Abdi Warsame
Campbell-Bannerman Wolfeschlegelstein-Featherstonehaugh Cholmondeley Villiers-Tuthill Quattlebaum
Zelenko Xanthopoulos
""".split()  # noqa: SIM905
BEGINNINGS = """
Ash Bar Black Brad Bram Bur Chad Chat Chester Cran Crow Dal Den Dun East Elm Fair Farn Fern Gar
Gold Graf Ham Hart Haw Hazel Hol Hunt Ing Kel Kim Lang Lin Long Mal Mar Mel Mid Mill Nether New Nor
Oak Os Pen Pres Rad Red Rush Sand Sel Shel Stan Staple Stock Sut Thorn Tre Wal Wen West Whit Win
Wool Yar
""".split()  # noqa: SIM905
ENDINGS = """
acre bank beck borough bourne bridge brook bury by cliffe combe cote croft dale den fell field ford
gate grave hall ham hurst ingham ington land ley low man mere more over pool ridge shaw stead
stoke stone thorpe ton tree wall water well wick wood worth yard
""".split()  # noqa: SIM905
SLOTS = 1_000


def weighted(names: list[str]) -> list[str]:
    """A thousand places, shared out so that the first names of a list are common."""
    weights = [1 / (place + 12) for place in range(len(names))]
    share = (SLOTS - len(names)) / sum(weights)
    slots = [
        name
        for name, weight in zip(names, weights, strict=True)
        for _ in range(1 + int(share * weight))
    ]
    return (slots + names)[:SLOTS]
