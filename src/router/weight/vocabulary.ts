import { FOLDED } from './characters.ts'

/** Senses of words, as bits: a word may have several. */
export const SENSE = {
  /** Asks to create or work out something. */
  work: 1,
  /** Restricts the reply. */
  constraint: 2,
  /** Quantities and their relations. */
  relation: 4,
  /** A reason or an assumption. */
  reasoning: 8,
  /** A sequence of steps. */
  step: 16,
  /** One of a few possible answers, which may be guessed. */
  closed: 32,
  /** The answer is in a given text. */
  given: 64,
  code: 128,
  negation: 256,
  /** Begins a yes-no question. */
  auxiliary: 512,
} as const

/**
 * Words by sense, in the languages most often used with local models. The structure of a message (numbers, lines, marks,
 * length) has more influence, so that messages in other languages get similar routes.
 */
const WORDS: Readonly<Record<keyof typeof SENSE, string>> = {
  work: `explain compare contrast analyze analyse derive prove design plan summarize summarise write draft translate rewrite
    describe outline discuss evaluate solve calculate compute implement create generate compose develop sort rank arrange
    convert edit improve refactor debug fix simplify paraphrase estimate recommend suggest brainstorm list determine
    erkläre erklären vergleiche vergleichen analysiere beschreibe schreibe schreiben übersetze übersetzen berechne berechnen
    löse entwirf erstelle plane sortiere formuliere fasse zusammenfassen begründe entwickle
    explique expliquez compare comparez analyse décris écris écrivez rédige traduis traduisez calcule calculez résous
    résume résumez propose crée trie développe
    explica explique compara analiza describe escribe escriba redacta traduce traduzca calcula calcule resuelve resume crea
    ordena diseña spiega confronta analizza descrivi scrivi traduci calcola risolvi riassumi crea ordina
    explica compare analise descreva escreva traduza calcule resolva resuma crie ordene
    leg vergelijk analyseer beschrijf schrijf vertaal bereken los sorteer
    wyjaśnij porównaj opisz napisz przetłumacz oblicz rozwiąż streść stwórz posortuj
    объясни объясните сравни сравните опиши опишите напиши напишите переведи переведите вычисли вычислите реши решите
    составь составьте посчитай докажи перескажи поясни порівняй опиши напиши переклади обчисли розв'яжи
    açıkla karşılaştır yaz çevir hesapla çöz özetle tasarla sırala
    اشرح قارن اكتب ترجم احسب لخص صف حل समझाइए समझाओ तुलना लिखिए लिखो अनुवाद गणना सारांश
    설명해 설명해줘 설명하세요 비교해 작성해 작성해줘 써줘 번역해 번역해줘 계산해 계산하세요 요약해 요약해줘
    解释 比较 分析 写一 编写 翻译 计算 总结 描述 设计 证明 列出 説明 比較 翻訳 計算 要約 書い 作成`,
  constraint: `exactly without must only avoid each every least most fewer format json bullet bullets sentence sentences words
    steps maximum minimum limit include exclude ensure style tone formal
    genau ohne muss nur mindestens höchstens jeder jede jedes maximal format sätze sätzen wörter wörtern stichpunkte
    exactement sans doit seulement chaque moins maximum phrases mots exactamente sin debe solo cada menos máximo frases
    palabras esattamente senza deve ogni almeno massimo frasi parole exatamente sem cada mínimo palavras
    precies zonder moet alleen elke zinnen woorden dokładnie bez musi każdy najwyżej zdań słów
    ровно без должен только каждый каждая минимум максимум предложениях предложения слов точно лише кожен
    tam yalnızca sadece her kelime cümle بالضبط بدون فقط كل كلمات केवल बिना प्रत्येक 정확히 없이 반드시 각각 문장
    必须 只能 不超 至少 最多 每个 格式 必ず 以内 以上 だけ`,
  relation: `many much total percent percentage average half third quarter twice double triple each per remaining left more
    less difference sum product ratio rate times speed cost costs price earn spend profit older younger altogether
    wieviel viele insgesamt prozent durchschnitt hälfte doppelt jeweils pro übrig kostet preis summe
    combien total pourcent moyenne moitié double triple chacun reste coûte prix somme
    cuántos cuántas cuánto total porcentaje promedio mitad doble cada queda quedan cuesta precio suma
    quanti quante quanto totale media metà doppio ciascuno costa prezzo somma quantos quantas quanto metade dobro custa preço
    hoeveel totaal procent gemiddeld helft kost prijs ile razem procent średnio połowa kosztuje
    сколько всего процент процентов среднем половина вдвое каждый осталось стоит цена сумма скільки
    kaç toplam yüzde yarısı ortalama tane كم مجموع نصف متوسط कितने कितना कुल प्रतिशत औसत 몇 모두 합계 평균 절반
    多少 一共 平均 一半 百分 剩下 每个 いく 合計 平均 何個 何人`,
  reasoning: `why because if suppose assume given therefore reason prove cause hence imply implies consider
    warum weil wenn falls angenommen begründe pourquoi parce si supposons por porque si supón perché perche se
    waarom omdat als dlaczego jeśli почему если потому предположим чому якщо neden çünkü eğer لماذا إذا क्यों अगर यदि 왜 만약
    为什 如果 假设 因为 なぜ もし 理由`,
  step: `then first second next finally after before also afterwards lastly
    dann zuerst danach anschließend schließlich außerdem ensuite puis enfin après abord luego primero después finalmente
    poi prima infine depois primeiro então daarna eerst vervolgens potem najpierw następnie
    затем потом сначала наконец после потім спочатку sonra önce ثم أولا फिर पहले 그리고 먼저 다음
    然后 首先 最后 接着 まず 次に 最後`,
  closed: `true false yes positive negative neutral sentiment classify classified classification category entailment
    contradiction label labels spam
    wahr falsch positiv negativ klassifiziere stimmung vrai faux positif négatif classe classez verdadero falso positivo
    negativo clasifica vero classifica positivo verdadeiro classifique prawda fałsz верно неверно правда ложь
    doğru yanlış صحيح خطأ सही गलत 참 거짓 긍정 부정 对错 正确 错误 是否 肯定 否定`,
  given: `passage context paragraph article text according document excerpt statement
    abschnitt kontext absatz artikel laut passage contexte paragraphe texte selon pasaje contexto párrafo texto según
    brano contesto paragrafo testo secondo trecho segundo fragment tekst według текст абзац согласно отрывок
    metne النص अनुच्छेद 지문 문맥 根据 文章 段落 本文 文脈`,
  code: `function class code program script sql regex algorithm python javascript typescript java html css bash api array
    compile compiler query loop recursion recursive boolean int def return import const var null git linux
    funktion programm skript algorithmus fonction programme algorithme función programa algoritmo funzione programma função
    функция функцию код программу алгоритм fonksiyon 함수 코드 函数 代码 程序 算法 関数`,
  negation: `not except never don doesn isn cannot nicht kein keine nie außer pas jamais sauf nunca excepto non mai tranne
    não niet geen nie не никогда кроме değil hariç ليس नहीं 아닌 不是 没有 除了 ない`,
  auxiliary: `is are were does did do has have had ist sind war est es son è sono é`,
}

/** The FNV prime: the factor for each letter (FNV-1a). */
export const HASH_PRIME = 0x01000193

/** Adds a UTF-16 unit to the hash of a word. */
export function mixed(hash: number, unit: number): number {
  return Math.imul(hash ^ (FOLDED[unit] ?? 0), HASH_PRIME)
}

/** The initial hash of a word. */
export const FRESH_HASH = 0x811c9dc5 | 0

const SLOTS = 4_096
const keys = new Int32Array(SLOTS)
const senses = new Uint16Array(SLOTS)

for (const [sense, words] of Object.entries(WORDS) as [keyof typeof SENSE, string][])
  for (const word of words.split(/\s+/)) learn(word, SENSE[sense])

function learn(word: string, sense: number): void {
  let hash = FRESH_HASH
  for (let at = 0; at < word.length; at++) hash = mixed(hash, word.charCodeAt(at))
  let slot = slotOf(hash)
  while (senses[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) % SLOTS
  keys[slot] = hash
  senses[slot] = (senses[slot] ?? 0) | sense
}

/** The senses of the word with this hash, as a sum of `SENSE` values; 0: unknown word. */
export function senseOf(hash: number): number {
  let slot = slotOf(hash)
  for (let sense = senses[slot] ?? 0; sense !== 0; sense = senses[slot] ?? 0) {
    if (keys[slot] === hash) return sense
    slot = (slot + 1) % SLOTS
  }
  return 0
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (SLOTS - 1)
}
