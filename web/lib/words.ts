import i18next from 'i18next'
import type { FormatterModule } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '#contract/common'
import { en as commonEn } from '../locales/en.ts'
import { ru as commonRu } from '../locales/ru.ts'

/*
 * Words live beside what shows them. The shared ones are `web/locales/{ru,en}.ts`; a feature brings its own `labels.ts`:
 *
 *   export const ru = { 'imbox.title': 'ImBox', 'imbox.found_one': '{{count}} беседа', … } as const
 *   export const en: Record<keyof typeof ru, string> = { … }
 *   export const imboxWords = defineWords('imbox', { ru, en })
 *
 * and says them with `const say = useWords(imboxWords)`; shared words need no argument: `useWords()`. Both kinds are reached through
 * one `say`. A key that is not there, a language that lacks one and a value that is not given are type errors. Plural forms are
 * keys with Intl's categories as suffixes, chosen by `count`, which is also the only number written with separators.
 */

type Texts = Record<string, string>
type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
/** A suffix makes a plural only beside its `_other`: `too_many` is a word of its own. */
type Base<T extends Texts, Key = keyof T> = Key extends `${infer Start}_${Plural}`
  ? `${Start}_other` extends keyof T
    ? Start
    : Key
  : Key
type Names<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never
type FormsOf<T extends Texts, Key> = { [K in keyof T]: Base<T, K> extends Key ? T[K] : never }[keyof T]

/** The values a text needs: none, or all of those it names. */
type Values<T extends Texts, Key> = [Names<FormsOf<T, Key>>] extends [never]
  ? []
  : [values: { [Name in Names<FormsOf<T, Key>>]: Name extends 'count' ? number : string | number }]

/** Says a text in the user's language. */
export type Say<T extends Texts> = <Key extends Base<T> & string>(
  key: Key,
  ...values: Values<T, Key>
) => string

/** A feature's own words together with the shared ones. */
export type Words<T extends Texts = Texts> = { readonly namespace: string; readonly texts: T }

const commonNamespace = 'common'
type Common = typeof commonRu

/** Writes a count with the separators of the language; numbers that are names (a conversation's) stay as they are. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language, options) =>
    typeof value === 'number' && options?.interpolationkey === 'count'
      ? new Intl.NumberFormat(language).format(value)
      : String(value),
}

void i18next
  .use(formatter)
  .use(initReactI18next)
  .init({
    lng: typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'ru',
    fallbackLng: false,
    ns: [commonNamespace],
    defaultNS: commonNamespace,
    fallbackNS: commonNamespace,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    resources: { ru: { [commonNamespace]: commonRu }, en: { [commonNamespace]: commonEn } },
    // React escapes; a value that looks like a placeholder stays text.
    interpolation: { escapeValue: false, skipOnVariables: true, alwaysFormat: true },
    react: { useSuspense: false },
  })

/** Registers a feature's words; `namespace` is the feature's name. */
export function defineWords<const T extends Texts>(
  namespace: string,
  labels: { ru: T; en: Record<keyof T, string> },
): Words<T> {
  i18next.addResourceBundle('ru', namespace, labels.ru, true, true)
  i18next.addResourceBundle('en', namespace, labels.en, true, true)
  return { namespace, texts: labels.ru }
}

/** The shared words, and a feature's own ones if given, in the user's language; renders anew when the language changes. */
export function useWords(): Say<Common>
export function useWords<T extends Texts>(words: Words<T>): Say<T & Omit<Common, keyof T>>
export function useWords(words?: Words): Say<Texts> {
  const { t } = useTranslation(words?.namespace ?? commonNamespace)
  return (key, values?: object) => t(key, { ...values })
}

/** The same outside React: for toasts and titles made at the moment they are shown. */
export function say(): Say<Common>
export function say<T extends Texts>(words: Words<T>): Say<T & Omit<Common, keyof T>>
export function say(words?: Words): Say<Texts> {
  const t = i18next.getFixedT(null, words?.namespace ?? commonNamespace)
  return (key, values?: object) => t(key, { ...values })
}

/** The language the words are in now. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'ru'
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'ru'
}

/** Switches at once and remembers it for the pages before sign-in. */
export async function setLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language
  try {
    localStorage.setItem('beseda.language', language)
  } catch {
    // Storage is closed to us: the choice lasts as long as the page.
  }
  if (i18next.language !== language) await i18next.changeLanguage(language)
}
