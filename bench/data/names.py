"""Names with something like their frequencies: a few are very common, many are rare."""

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
O'Brien O’Sullivan Nowak Kowalski Horvátová Nguyen Okafor Adeyemi Mensah Abdi Warsame Campbell-
Bannerman Wolfeschlegelstein-Featherstonehaugh Cholmondeley Villiers-Tuthill Quattlebaum Zelenko
Xanthopoulos
""".split()  # noqa: SIM905
SLOTS = 1_000


def weighted(names: list[str]) -> list[str]:
    """A thousand places, shared out as surnames are: the second half as often as the first, the
    third a third as often.
    """
    weights = [1 / (place + 3) for place in range(len(names))]
    share = (SLOTS - len(names)) / sum(weights)
    slots = [
        name
        for name, weight in zip(names, weights, strict=True)
        for _ in range(1 + int(share * weight))
    ]
    return (slots + names)[:SLOTS]
