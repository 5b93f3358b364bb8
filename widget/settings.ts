import type { Language } from '#contract/common'

/** What the script tag says. `api` is the origin the script came from. */
export type Settings = { api: string; button: string; language: Language; color: string }

const defaultColor = '#0d6872'

/** Reads the tag; null when it names no button, or one that cannot be. */
export function readSettings(script: HTMLScriptElement): Settings | null {
  const button = script.dataset.button?.trim() ?? ''
  if (!/^[\w-]{1,64}$/.test(button)) return null
  return {
    api: new URL(script.src).origin,
    button,
    language: chooseLanguage(script.dataset.lang),
    color: readColor(script.dataset.color),
  }
}

function chooseLanguage(asked: string | undefined): Language {
  const wanted = [asked, document.documentElement.lang, navigator.language].find(Boolean) ?? ''
  return /^ru\b/i.test(wanted) ? 'ru' : 'en'
}

/** Anything but a plain hex colour is ignored: the value lands in a style. */
function readColor(given: string | undefined): string {
  const color = given?.trim() ?? ''
  return /^#([\da-f]{3}|[\da-f]{6})$/i.test(color) ? color : defaultColor
}

/** Black or white, whichever stands out more on the colour. */
export function textColorOn(color: string): string {
  return luminance(color) > 0.179 ? '#131e1f' : '#ffffff'
}

/** The colour itself where it can be read on white (3 : 1, icons and marks), else plain dark text. */
export function textColorLike(color: string): string {
  return luminance(color) < 0.3 ? color : '#1a2120'
}

/** WCAG 2 relative luminance of a hex colour, 0 black to 1 white. */
function luminance(color: string): number {
  const isShort = color.length === 4
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((index) => {
    const hex = isShort ? color.charAt(index + 1).repeat(2) : color.slice(index * 2 + 1, index * 2 + 3)
    const value = Number.parseInt(hex, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
