// What the question templates draw from.

export const CAPITALS =
  `France Paris|Germany Berlin|Italy Rome|Spain Madrid|Portugal Lisbon|Japan Tokyo|China Beijing|Russia Moscow|Egypt Cairo
Greece Athens|Norway Oslo|Sweden Stockholm|Finland Helsinki|Denmark Copenhagen|Poland Warsaw|Austria Vienna|Hungary Budapest|Ireland Dublin
Belgium Brussels|Netherlands Amsterdam|Switzerland Bern|Turkey Ankara|India Delhi|Canada Ottawa|Australia Canberra|Brazil Brasilia|Peru Lima
Chile Santiago|Cuba Havana|Mexico Mexico|Kenya Nairobi|Ghana Accra|Iran Tehran|Iraq Baghdad|Thailand Bangkok|Vietnam Hanoi|Iceland Reykjavik
Romania Bucharest|Bulgaria Sofia|Ukraine Kyiv|Serbia Belgrade|Croatia Zagreb|Argentina Buenos|Colombia Bogota|Ethiopia Addis`
    .split(/[|\n]/)
    .map((line) => line.trim().split(' ') as [country: string, capital: string])

/** Question; answers of which one must occur. */
export const FACTS = `Who wrote Romeo and Juliet?;Shakespeare
Who wrote Pride and Prejudice?;Austen
Who wrote Don Quixote?;Cervantes
Who painted the Mona Lisa?;Leonardo/da Vinci
Who painted Starry Night?;Van Gogh
Who composed the Moonlight Sonata?;Beethoven
Who developed the theory of relativity?;Einstein
Who discovered penicillin?;Fleming
Who invented the telephone?;Bell
Who was the first president of the United States?;Washington
Who was the first person to walk on the Moon?;Armstrong
Who discovered gravity under an apple tree?;Newton
What is the chemical symbol for gold?;Au
What is the chemical symbol for iron?;Fe
What is the chemical symbol for sodium?;Na
What is the chemical symbol for silver?;Ag
What is the chemical formula of water?;H2O/H₂O
What is the largest planet in the solar system?;Jupiter
What is the smallest planet in the solar system?;Mercury
Which planet is known as the Red Planet?;Mars
Which planet has the most visible rings?;Saturn
Which planet is closest to the Sun?;Mercury
What is the largest ocean on Earth?;Pacific
What is the longest river in Africa?;Nile
What is the highest mountain on Earth?;Everest
What is the largest animal in the world?;blue whale/whale
What is the fastest land animal?;cheetah
What is the tallest animal in the world?;giraffe
What is the largest desert in the world?;Antarctic/Sahara
What is the currency of Japan?;yen
What is the currency of the United Kingdom?;pound
What is the currency of India?;rupee
What is the currency of Russia?;ruble/rouble
What gas do plants take in from the air?;carbon dioxide/CO2
What gas do humans need to breathe?;oxygen
Which organ pumps blood through the body?;heart
Which organ do we think with?;brain
How many legs does a spider have?;8/eight
How many legs does an insect have?;6/six
How many continents are there?;7/seven
How many days are there in a leap year?;366
How many strings does a violin have?;4/four
How many players are there in a football team on the field?;11/eleven
In which year did World War II end?;1945
In which year did the first man walk on the Moon?;1969
In which year did the Berlin Wall fall?;1989
In which year did Columbus reach America?;1492
In which country are the pyramids of Giza?;Egypt
In which country is the Eiffel Tower?;France
In which country is the Taj Mahal?;India
In which city is the Colosseum?;Rome
On which continent is Brazil?;South America
On which continent is Egypt?;Africa
What language is spoken in Brazil?;Portuguese
What language is spoken in Austria?;German
What do bees make?;honey
What do caterpillars turn into?;butterfl/butterfly/butterflies/moths
What is frozen water called?;ice
What is the hardest natural substance?;diamond
What is the boiling point of water in degrees Celsius?;100
What is the square root of 81?;9/nine
What is the opposite of hot?;cold
What is the opposite of big?;small/little/tiny
What is the opposite of early?;late
What is the opposite of cheap?;expensive
What is the young of a dog called?;puppy/pup
What is the young of a cow called?;calf
What is the young of a sheep called?;lamb
What colour do you get when you mix blue and yellow?;green
What colour do you get when you mix red and white?;pink
Which season comes after summer?;autumn/fall
Which month comes after March?;April
Which day comes before Sunday?;Saturday
What is the natural satellite of the Earth called?;Moon
What force keeps us on the ground?;gravity`
  .split('\n')
  .map((line) => line.split(';') as [question: string, answers: string])

/** English, French, German, Spanish, Italian. */
export const DICTIONARY =
  `dog chien Hund perro cane|cat chat Katze gato gatto|house maison Haus casa casa|water eau Wasser agua acqua
bread pain Brot pan pane|milk lait Milch leche latte|red rouge rot rojo rosso|green vert grün verde verde|sun soleil Sonne sol sole
moon lune Mond luna luna|tree arbre Baum árbol albero|book livre Buch libro libro|school école Schule escuela scuola
friend ami Freund amigo amico|day jour Tag día giorno|night nuit Nacht noche notte|one un eins uno uno|two deux zwei dos due
three trois drei tres tre|fish poisson Fisch pez pesce|bird oiseau Vogel pájaro uccello|apple pomme Apfel manzana mela
mother mère Mutter madre madre|father père Vater padre padre|love amour Liebe amor amore|winter hiver Winter invierno inverno
hand main Hand mano mano|heart coeur Herz corazón cuore|city ville Stadt ciudad città|horse cheval Pferd caballo cavallo`
    .split(/[|\n]/)
    .map((line) => line.trim().split(' '))

export const WORDS =
  `apple banana cherry lemon orange garden window planet river silver kitchen market bridge castle doctor engine forest guitar
  hammer island jacket ladder mirror needle pencil rabbit saddle tiger umbrella violin wagon yellow zebra candle dragon feather
  gorilla harbour insect jungle kettle lantern monkey notebook ocean pepper quilt rocket sandal tunnel`.split(/\s+/)

export const NAMES = `Anna Ben Carla David Emma Frank Grace Henry Ida Jack Karen Leo Maria Nora Oscar Paula`.split(' ')

export const THINGS = `apples books pencils coins stickers cookies marbles stamps eggs balloons`.split(' ')

/** A sentence, and how it feels. */
export const FEELINGS = `I loved this film from start to finish.;positive
The food was cold and the waiter was rude.;negative
What a wonderful concert, I want to hear it again!;positive
This phone broke after two days.;negative
The hotel room was clean, quiet and beautiful.;positive
I wasted three hours on this boring book.;negative
The staff were friendly and helpful.;positive
Terrible service, I will never come back.;negative
Best coffee in town, highly recommended.;positive
The delivery was late and the box was damaged.;negative
My new bike is fantastic.;positive
The game crashes every few minutes.;negative
Such a lovely and kind teacher.;positive
The soup tasted like dirty water.;negative
The trip was a dream come true.;positive
It was not good at all.;negative
I have never been happier with a purchase.;positive
Not bad at all, I really enjoyed it.;positive
The seats are uncomfortable and the screen is tiny.;negative
A waste of money.;negative`
  .split('\n')
  .map((line) => line.split(';') as [sentence: string, feeling: string])

export const PLACES = `Paris London Rome Berlin Madrid Vienna Oslo Dublin Prague Lisbon`.split(' ')
