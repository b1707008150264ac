"""The language of the text, told by its commonest words. No guess where they do not tell."""

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in that is was for it with as on be by he said",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine",
    "fr": "le les des et est une dans qui pour sur du au pas plus avec il sont",
    "es": "el los las que del una por con para su al se como más pero fue",
    "it": "il di che della per una sono con del non gli dei nel alla più anche",
    "pt": "o os que do da em um uma para com não dos mais foi ao são pelo",
    "nl": "de het een van en dat niet zijn voor met op aan werd ook naar bij",
    "sv": "och att det som en på är av för med den till inte har om var",
    "da": "og at det er en på til af den som ikke med har blev fra var",
    "no": "og det er på som en til av at ikke med har for den var også",
    "pl": "w i na z do się nie że jest to od przez dla po jak oraz",
    "fi": "ja on ei että oli se ovat hän myös kun joka mutta sen tai",
    "cs": "a v se na je že s z do to za pro jsou byl také podle",
    "ro": "și în de la cu pe care nu din este pentru a fost sunt mai",
    "hu": "a az és hogy nem is egy van meg volt már csak szerint",
    "tr": "ve bir bu için ile de da olarak çok daha olan gibi sonra",
    "ru": "и в не на что с по как это из за от для был его",
    "uk": "і в не на що з у як це та до від за про є",
    "el": "και το του η της να για με στο από που δεν είναι",
}
_WORDS = {
    word: [code for code, words in _COMMON.items() if word in words.split()]
    for words in _COMMON.values()
    for word in words.split()
}
_ENOUGH = 12  # common words of one language


def language_of(text: str) -> str:
    """A two-letter code, or "" where the text does not tell."""
    counts: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text[:6000].lower()):
        for code in _WORDS.get(word, ()):
            counts[code] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return ""
    if len(ranked) > 1 and ranked[0][1] < 1.3 * ranked[1][1]:
        return ""
    return ranked[0][0]
