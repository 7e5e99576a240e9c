"""First names that are common among the people of a German city, in small letters.

They tell the address of a person from that of an office. A name that is missing costs a finding, a word
that is none would blame somebody for the address of an office: so only what is nothing but a name.
"""

from __future__ import annotations

_NAMES = """
achim adam adrian agnes ahmad ahmed aileen albert aleksandra alena alex alexa alexander alexandra alfred ali
alina aline alisa alwin amelie amina amir ana anastasia andre andré andrea andreas andrej angela angelika
angelina anita anja anke ann anna annalena anne annegret annekathrin annelie anneliese annemarie annett
annette annika antje anton antonia ariane armin arndt arne arno arthur astrid axel barbara bastian beata
beate beatrice beatrix ben benedikt benjamin berit bernd bernhard bert bettina bianca birgit birte birthe
björn bodo boris brigitte britta bruno burkhard carina carl carla carmen carola carolin caroline carsten
caterina cathrin cem charlotte chiara christa christel christian christiane christin christina christine
christoph christopher clara claudia claus clemens constanze cora cordula corinna cornelia cornelius dagmar
dana daniel daniela danny david denis denise dennis detlef detlev diana dieter dietmar dietrich dirk dominik
dominique doreen doris dorit dorothea dorothee dörte dunja eberhard eckhard edgar edith egon ehrhard eike
ekaterina elena eleni elfriede elif elisa elisabeth elke ella ellen elmar elsa elvira emil emilia emily
emine emma enno enrico eric erich erik erika erwin esther eugen eva evelin evelyn ewa fabian fabienne falk
fatima fatma felix ferdinand finn florian frank franka franz franziska frauke frederik friederike friedhelm
friedrich fritz gabi gabriel gabriela gabriele georg gerald gerd gerda gerhard gerlinde gerrit gertrud gesa
gesine gisela gottfried gregor greta gudrun guido gunda gundula gunnar günter günther gustav hanna hannah
hannelore hannes hans hansjörg harald hartmut hasan hassan hauke heidemarie heidi heidrun heike heiko heiner
heinrich heinz helena helga helge helmut hendrik henning henriette henrik henry herbert hermann hilde
hildegard holger horst hubert hüseyin ibrahim ida ilka ilona ilse imke ina ines inga inge ingeborg ingo
ingolf ingrid irene irina irmgard isabel isabell isabella isabelle ivan ivonne iwona jacqueline jakob jan
jana janet janett janin janina janine janna jannik jasmin jeanette jeannette jelena jennifer jenny jens
jessica joachim joanna jochen johann johanna johannes john jonas jonathan jörg jörn josef josefine josephine
joshua judith jule julia julian juliane julius jürgen jutta kai kaja karen karin karina karl karla karolina
karoline karsten katarina katarzyna katharina kathi kathleen kathrin kati katja katrin kay kerstin kevin
kilian kirsten kirstin klara klaudia klaus konrad konstantin konstanze korinna kornelia kristian kristin
kristina kristine kurt lara larissa lars laura lea leah lena leni lennart leo leon leonard leonie lieselotte
lilli lily lina linda linus lisa lothar lotte louis louisa louise luca lucas lucia lucie ludwig luis luisa
luise lukas lutz lydia magda magdalena maik maike maja malte mandy manfred manja manuel manuela marc marcel
marco marcus mareike maren margarete margarethe margit margitta margot margret maria marian mariana marianne
marie marieke marina mario marion marita markus marlen marlene marlies marta martha martin martina marvin
mathias mathilde matthias max maximilian mehmet meike melanie melina melissa merle mia micha michael
michaela michał michelle mike mila milena mira miriam mirjam mirko mohamed mohammad mohammed mona monika
monique moritz mustafa nadia nadin nadine nadja nancy natalia natalie natascha nele nicholas nick nico
nicole niels nikola nikolai nikolas nikolaus nils nina noah noemi nora norbert norman olaf ole oleg olga
oliver olivia oskar osman otto pascal patricia patrick patrik paul paula pauline peer peggy per peter petra
philip philipp philippa pia piotr rafael raik rainer ralf ralph ramona raphael rebecca regina regine reiner
reinhard reinhold renate rené ria ricarda richard rico rita robert robin roger roland rolf roman romy ronald
ronja ronny rosemarie rosi roswitha rudi rüdiger rudolf ruth sabine sabrina said salma samira samuel sandra
sandy sara sarah sascha saskia sebastian selina selma sergej sibylle siegfried sieglinde sigrid silja silke
silvana silvia silvio simon simone sina sofia sofie solveig sonja sophia sophie stefan stefanie steffen
steffi stella sten stephan stephanie susan susann susanna susanne suse sven svenja svetlana swantje sybille
sylke sylvia tabea tamara tanja tatjana tessa thea theo theodor theresa therese thies thilo thomas thorben
thorsten till tilman tilo tim timo tina tino tobias tom toralf torben torsten traute tristan udo ulf uli
ulla ullrich ulrich ulrike ursel ursula uta ute uwe valentin valentina valerie vanessa vera verena veronika
vicky victor victoria viktor viktoria vincent viola vivian viviane volker volkmar waltraud waltraut wanda
wencke wenke werner wibke wiebke wilfried wilhelm willi willy wilma winfried wladimir wolf wolfgang wolfram
xenia yannick yasmin yusuf yvonne zeynep zoe
"""

_WITHOUT_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})

VORNAMEN: frozenset[str] = frozenset({*_NAMES.split(), *_NAMES.translate(_WITHOUT_UMLAUTS).split()})
"""Each with its umlauts and written without."""
