"""Countries, their capitals and demonyms, and other well-known places.

They only add evidence: a place that is not here is found by the words around it.
"""

from functools import cache

from digestgen.extract.reference import regions

_COUNTRIES = """
Afghanistan;Kabul;Afghan|Albania;Tirana;Albanian|Algeria;Algiers;Algerian|Andorra;;Andorran
Angola;Luanda;Angolan|Argentina;Buenos Aires;Argentine,Argentinian|Armenia;Yerevan;Armenian
Australia;Canberra;Australian|Austria;Vienna;Austrian|Azerbaijan;Baku;Azerbaijani,Azeri
Bahamas;Nassau;Bahamian|Bahrain;Manama;Bahraini|Bangladesh;Dhaka;Bangladeshi
Barbados;Bridgetown;Barbadian|Belarus;Minsk;Belarusian|Belgium;Brussels;Belgian
Belize;Belmopan;Belizean|Benin;Porto-Novo;Beninese|Bhutan;Thimphu;Bhutanese
Bolivia;La Paz;Bolivian|Bosnia;Sarajevo;Bosnian|Bosnia and Herzegovina;Sarajevo;Bosnian
Botswana;Gaborone;Botswanan|Brazil;Brasilia;Brazilian|Brunei;;Bruneian|Bulgaria;Sofia;Bulgarian
Burkina Faso;Ouagadougou;Burkinabe|Burundi;Bujumbura;Burundian|Cambodia;Phnom Penh;Cambodian
Cameroon;Yaounde;Cameroonian|Canada;Ottawa;Canadian|Cape Verde;Praia;Cape Verdean
Central African Republic;Bangui;Central African|Chad;N'Djamena;Chadian|Chile;Santiago;Chilean
China;Beijing;Chinese|Colombia;Bogota;Colombian|Comoros;Moroni;Comorian|Congo;Kinshasa;Congolese
Costa Rica;San Jose;Costa Rican|Croatia;Zagreb;Croatian,Croat|Cuba;Havana;Cuban
Cyprus;Nicosia;Cypriot|Czech Republic;Prague;Czech|Czechia;Prague;Czech
Denmark;Copenhagen;Danish,Dane
Djibouti;;Djiboutian|Dominica;Roseau;Dominican|Dominican Republic;Santo Domingo;Dominican
DR Congo;Kinshasa;Congolese|East Timor;Dili;Timorese|Ecuador;Quito;Ecuadorian,Ecuadorean
Egypt;Cairo;Egyptian|El Salvador;San Salvador;Salvadoran|England;London;English
Equatorial Guinea;Malabo;Equatoguinean|Eritrea;Asmara;Eritrean|Estonia;Tallinn;Estonian
Eswatini;Mbabane;Swazi|Ethiopia;Addis Ababa;Ethiopian|Fiji;Suva;Fijian|Finland;Helsinki;Finnish,Finn
France;Paris;French|Gabon;Libreville;Gabonese|Gambia;Banjul;Gambian|Georgia;Tbilisi;Georgian
Germany;Berlin;German|Ghana;Accra;Ghanaian|Greece;Athens;Greek|Greenland;Nuuk;Greenlandic
Grenada;;Grenadian|Guatemala;Guatemala City;Guatemalan|Guinea;Conakry;Guinean
Guinea-Bissau;Bissau;|Guyana;Georgetown;Guyanese|Haiti;Port-au-Prince;Haitian
Honduras;Tegucigalpa;Honduran|Hungary;Budapest;Hungarian|Iceland;Reykjavik;Icelandic
India;New Delhi;Indian|Indonesia;Jakarta;Indonesian|Iran;Tehran;Iranian|Iraq;Baghdad;Iraqi
Ireland;Dublin;Irish|Israel;Jerusalem;Israeli|Italy;Rome;Italian|Ivory Coast;Abidjan;Ivorian
Jamaica;Kingston;Jamaican|Japan;Tokyo;Japanese|Jordan;Amman;Jordanian|Kazakhstan;Astana;Kazakh
Kenya;Nairobi;Kenyan|Kiribati;Tarawa;|Kosovo;Pristina;Kosovar|Kuwait;Kuwait City;Kuwaiti
Kyrgyzstan;Bishkek;Kyrgyz|Laos;Vientiane;Laotian|Latvia;Riga;Latvian|Lebanon;Beirut;Lebanese
Lesotho;Maseru;|Liberia;Monrovia;Liberian|Libya;Tripoli;Libyan|Liechtenstein;Vaduz;
Lithuania;Vilnius;Lithuanian|Luxembourg;;|Madagascar;Antananarivo;Malagasy|Malawi;Lilongwe;Malawian
Malaysia;Kuala Lumpur;Malaysian|Maldives;Male;Maldivian|Mali;Bamako;Malian|Malta;Valletta;Maltese
Marshall Islands;Majuro;Marshallese|Mauritania;Nouakchott;Mauritanian|Mauritius;Port Louis;Mauritian
Mexico;Mexico City;Mexican|Micronesia;Palikir;Micronesian|Moldova;Chisinau;Moldovan|Monaco;;
Mongolia;Ulaanbaatar;Mongolian|Montenegro;Podgorica;Montenegrin|Morocco;Rabat;Moroccan
Mozambique;Maputo;Mozambican|Myanmar;Naypyidaw;Burmese|Namibia;Windhoek;Namibian|Nauru;;Nauruan
Nepal;Kathmandu;Nepali,Nepalese|Netherlands;Amsterdam;Dutch|New Zealand;Wellington;
Nicaragua;Managua;Nicaraguan|Niger;Niamey;Nigerien|Nigeria;Abuja;Nigerian
North Korea;Pyongyang;North Korean|North Macedonia;Skopje;Macedonian
Northern Ireland;Belfast;Northern Irish
Norway;Oslo;Norwegian|Oman;Muscat;Omani|Pakistan;Islamabad;Pakistani|Palau;;Palauan
Palestine;Ramallah;Palestinian|Panama;Panama City;Panamanian|Papua New Guinea;Port Moresby;
Paraguay;Asuncion;Paraguayan|Peru;Lima;Peruvian|Philippines;Manila;Filipino,Philippine
Poland;Warsaw;Polish,Pole|Portugal;Lisbon;Portuguese|Puerto Rico;San Juan;Puerto Rican
Qatar;Doha;Qatari|Romania;Bucharest;Romanian|Russia;Moscow;Russian|Rwanda;Kigali;Rwandan
Samoa;Apia;Samoan|Saudi Arabia;Riyadh;Saudi|Scotland;Edinburgh;Scottish,Scot
Senegal;Dakar;Senegalese|Serbia;Belgrade;Serbian,Serb|Seychelles;Victoria;
Sierra Leone;Freetown;Sierra Leonean|Singapore;;Singaporean|Slovakia;Bratislava;Slovak
Slovenia;Ljubljana;Slovenian,Slovene|Solomon Islands;Honiara;|Somalia;Mogadishu;Somali
South Africa;Pretoria;South African|South Korea;Seoul;South Korean,Korean
South Sudan;Juba;South Sudanese|Spain;Madrid;Spanish,Spaniard|Sri Lanka;Colombo;Sri Lankan
Sudan;Khartoum;Sudanese|Suriname;Paramaribo;Surinamese|Sweden;Stockholm;Swedish,Swede
Switzerland;Bern;Swiss|Syria;Damascus;Syrian|Taiwan;Taipei;Taiwanese|Tajikistan;Dushanbe;Tajik
Tanzania;Dodoma;Tanzanian|Thailand;Bangkok;Thai|Togo;Lome;Togolese|Tonga;;Tongan
Trinidad and Tobago;Port of Spain;Trinidadian|Tunisia;Tunis;Tunisian|Turkey;Ankara;Turkish,Turk
Türkiye;Ankara;Turkish|Turkmenistan;Ashgabat;Turkmen|Uganda;Kampala;Ugandan
Ukraine;Kyiv,Kiev;Ukrainian|United Arab Emirates;Abu Dhabi;Emirati
United Kingdom;London;British,Briton
Britain;London;British|Great Britain;London;British|United States;Washington;American
Uruguay;Montevideo;Uruguayan|Uzbekistan;Tashkent;Uzbek|Vanuatu;;|Vatican City;;
Venezuela;Caracas;Venezuelan|Vietnam;Hanoi;Vietnamese|Wales;Cardiff;Welsh|Yemen;Sanaa;Yemeni
Zambia;Lusaka;Zambian|Zimbabwe;Harare;Zimbabwean|Hong Kong;;|Macau;;|Crimea;;Crimean
Catalonia;;Catalan
Tibet;;Tibetan|Kurdistan;;Kurdish
"""
_ADJECTIVES = """
European African Asian Western Eastern Northern Southern Arab Arabic Latin Nordic Baltic Balkan
Caribbean Scandinavian Slavic Jewish Muslim Islamic Christian Catholic Protestant Orthodox Hindu
Buddhist Sikh Republican Democrat Democratic Conservative Labour Liberal Soviet Roman Victorian
Californian Texan Londoner Parisian Hispanic Latino Latina Indigenous Aboriginal Anglo Kurd
Alaskan Hawaiian Bavarian Siberian Communist Socialist Marxist Nazi Christmas Easter Black White
"""
_SHORT = "U.S. US UK U.K. UAE EU-27 USA U.S.A. DRC"


def _split(block: str) -> list[str]:
    return [item for row in block.strip().split("\n") for item in row.split("|") if item]


_ROWS = [row.split(";") for row in _split(_COUNTRIES)]

COUNTRIES = frozenset(row[0] for row in _ROWS)
CAPITALS = frozenset(city for row in _ROWS for city in row[1].split(",") if city)
DEMONYMS = frozenset(d for row in _ROWS for d in row[2].split(",") if d)
ADJECTIVES = DEMONYMS | {d + "s" for d in DEMONYMS} | frozenset(_ADJECTIVES.split())
"""Words that are capitalised for where or what somebody belongs to; never part of a name alone."""

STATES_SHORT = frozenset(
    [
        "Ala",
        "Ariz",
        "Ark",
        "Calif",
        "Colo",
        "Conn",
        "Del",
        "Fla",
        "Ga",
        "Ill",
        "Ind",
        "Kan",
        "Ky",
        "La",
        "Md",
        "Mass",
        "Mich",
        "Minn",
        "Miss",
        "Mo",
        "Mont",
        "Neb",
        "Nev",
        "Okla",
        "Ore",
        "Pa",
        "Tenn",
        "Tex",
        "Vt",
        "Va",
        "Wash",
        "Wis",
        "Wyo",
        "N.H.",
        "N.J.",
        "N.M.",
        "N.Y.",
        "N.C.",
        "N.D.",
        "S.C.",
        "S.D.",
        "R.I.",
        "W.Va",
        "B.C.",
        "N.S.",
        "Ont",
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "BC",
        "ON",
        "QC",
        "AB",
        "NSW",
    ]
)
"""How papers shorten states and provinces after a city, full stop aside."""
_ONE = (
    ("United States", "United States of America", "U.S.", "US", "USA", "U.S.A.", "America"),
    ("United Kingdom", "UK", "U.K.", "Britain", "Great Britain"),
    ("United Arab Emirates", "UAE"),
    ("Washington, D.C.", "Washington, DC", "Washington D.C.", "Washington DC", "D.C.", "DC"),
    ("New York City", "NYC"),
    ("European Union", "EU"),
    ("United Nations", "UN", "U.N."),
    ("Bosnia and Herzegovina", "Bosnia"),
    ("Saint Petersburg", "St. Petersburg"),
    ("Kyiv", "Kiev"),
    ("Turkey", "Türkiye"),
)
ONE = {name: (names[0], index) for names in _ONE for index, name in enumerate(names)}
"""The usual name of what has several, and how usual this one is: 0 is the usual one."""


@cache
def places() -> frozenset[str]:
    """Places that hardly anybody takes for something else."""
    return COUNTRIES | CAPITALS | frozenset(_SHORT.split()) | regions()
