/** Maximum length of a greeting in characters. */
const LONGEST = 60

/** Words of greetings, thanks, agreement and goodbyes. */
const SOCIAL = new Set(
  `hi hello hey hiya howdy greetings morning evening afternoon goodnight thanks thank thx ty cheers ok okay k yes yeah yep yup no
  nope sure bye goodbye cya welcome sorry please cool great nice perfect awesome lol haha wow understood noted agreed
  hallo moin servus tag morgen abend nacht danke dankeschön tschüss tschüs ja nein doch gut prima super klar bitte
  verstanden einverstanden grüß gruß
  bonjour bonsoir salut coucou merci oui non revoir bien parfait accord super bienvenue désolé
  hola buenas buenos gracias sí si adiós vale bien perfecto claro genial entendido
  ciao salve buongiorno buonasera grazie arrivederci sì va perfetto capito bene prego
  olá oi bom boa obrigado obrigada tchau sim não perfeito certo tudo
  hoi dag goedemorgen goedemiddag goedenavond dank bedankt doei nee prima oké goed
  cześć witaj witam dzień dobry dziękuję dzięki tak nie pa super dobrze jasne
  привет здравствуй здравствуйте спасибо благодарю пока да нет хорошо ладно понятно ясно доброе добрый отлично окей ок
  привіт вітаю доброго дякую так ні добре зрозуміло бувай добрий
  merhaba selam teşekkürler teşekkür sağol sağolun evet hayır tamam hoşçakal günaydın
  مرحبا مرحبًا أهلا أهلاً السلام شكرا شكراً نعم لا حسنا تمام وداعا صباح مساء
  नमस्ते नमस्कार धन्यवाद शुक्रिया हाँ हां नहीं ठीक अच्छा अलविदा
  안녕 안녕하세요 안녕하십니까 감사합니다 고마워 고마워요 고맙습니다 네 예 아니요 아니오 알겠습니다 알겠어요 좋아요 수고하세요
  hej tack tak tere moi kiitos γεια καλημέρα ευχαριστώ ναι όχι שלום תודה halo terima xin chào cảm`.split(/\s+/),
)

/** Words that may appear with those and do not ask for anything. */
const BESIDE = new Set(
  `a an the you u so very much many lot lots for your that this was is it all everyone there again my friend good day night
  help helpful really then and to see later soon have one got works right of course how are doing today i m s im fine too
  sehr vielen vielen dank schön guten schönen auf wiedersehen wie geht es dir ihnen das war hilfreich alles gott dich bis
  bald hilfe für die deine ihre
  beaucoup très pour aide ton votre bonne journée soirée nuit ça va comment allez vous au à bientôt d c est
  muchas mucho tardes días noches por tu su ayuda de nada hasta luego qué tal cómo estás todo muy
  mille molto tante per aiuto il tuo come stai bene a presto giorno sera notte
  muito pela sua ajuda dia tarde noite como vai você até logo bem
  je u wel veel voor hulp goede tot ziens hoe gaat het met heel
  bardzo za pomoc wieczór widzenia do jak się masz
  большое за помощь утро день вечер до свидания как дела вам тебе очень
  дуже за допомогу доброго ранку дня вечора ранок день вечір побачення
  ederim çok iyi günler akşamlar geceler nasılsın için yardımın
  جزيلا جزيلاً لك عليكم وسهلا الخير كيف حالك على المساعدة مع السلامة
  आपका बहुत है आप कैसे हैं मदद के लिए जी
  정말 도와주셔서 잘 가요 mycket kasih bạn ơn för hjälpen`.split(/\s+/),
)

/** Sequences of such words in scripts without spaces. */
const UNSPACED =
  /^(?:你好|您好|大家好|嗨|早上好|下午好|晚上好|早安|晚安|谢谢|謝謝|多谢|非常|感谢|感謝|你|您|的|帮助|了|再见|再見|拜拜|好的|好|嗯|是的|对|對|不是|不|没问题|知道|明白|可以|太|こんにちは|こんばんは|おはよう|ありがとう|どうも|ございます|ございました|さようなら|またね|はい|いいえ|うん|わかりました|了解|です|しました|お疲れ様|よろしく|お願いします|สวัสดี|ขอบคุณ|ครับ|ค่ะ|คะ|มาก|ใช่|ไม่|โอเค)+$/u

/** Greetings in the form of a question. */
const HOW_ARE_YOU =
  /^(?:how are you(?: doing)?(?: today)?|wie geht (?:s|es)(?: dir| ihnen)?|ça va|comment ça va|comment allez vous|cómo estás|qué tal|come stai|como vai(?: você)?|hoe gaat het(?: met je)?|jak się masz|как дела|як справи|nasılsın|كيف حالك|आप कैसे हैं)$/

const FIRST_WORD = /[\p{L}\p{M}\p{N}]+/u

/** Whether a greeting may begin with this word: most messages end here. */
function mayBegin(word: string): boolean {
  return SOCIAL.has(word) || BESIDE.has(word) || word === 'як' || UNSPACED.test(word)
}

const MARK = /[^\p{L}\p{M}\p{N}]+/gu
const SIGN = /[\p{L}\p{N}+=<>/?？؟∑∫√]/u

/**
 * Whether a message only greets, thanks, agrees or says goodbye; also true for a message of emoji or punctuation. It does not
 * need the large model, however long the conversation is.
 */
export function isGreeting(text: string): boolean {
  if (text.length > LONGEST) return false
  if (!SIGN.test(text)) return true
  const plain = text.toLowerCase().normalize('NFC')
  const [first] = FIRST_WORD.exec(plain) ?? []
  if (first === undefined || !mayBegin(first)) return false
  const words = plain.split(MARK).filter(Boolean)
  if (HOW_ARE_YOU.test(words.join(' '))) return true
  let social = 0
  for (const word of words) {
    if (SOCIAL.has(word) || UNSPACED.test(word)) social += 1
    else if (!BESIDE.has(word)) return false
  }
  return social > 0
}
