/** @jsxImportSource preact */
import { render } from 'preact'
import { App } from './app.tsx'
import { createChat } from './chat.ts'
import { readSettings, textColorLike, textColorOn, type Settings } from './settings.ts'
import styles from './styles.css?inline'
import { words } from './words.ts'

declare global {
  interface Window {
    /** The one global: lets the page open and close the chat from its own buttons. */
    Beseda?: { open: () => void; close: () => void }
  }
}

function findScript(): HTMLScriptElement | null {
  const current = document.currentScript
  return current instanceof HTMLScriptElement ? current : document.querySelector('script[data-button]')
}

function mount(settings: Settings): void {
  const host = document.createElement('beseda-chat')
  const rules = { all: 'initial', position: 'fixed', right: '0', bottom: '0', 'z-index': '2147483000' }
  for (const [name, value] of Object.entries(rules)) host.style.setProperty(name, value, 'important')
  host.lang = settings.language
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [styleSheet(styles), styleSheet(colorRule(settings.color))]
  for (const type of ['keydown', 'keyup', 'keypress', 'paste', 'copy', 'cut'] as const) {
    // Shortcuts of the page must not fire while somebody writes to us.
    host.addEventListener(type, (event) => event.stopPropagation())
  }
  const chat = createChat(settings)
  window.Beseda = { open: () => chat.setOpen(true), close: () => chat.setOpen(false) }
  document.body.append(host)
  stayOnPage(host)
  render(<App chat={chat} words={words[settings.language]} language={settings.language} />, root)
  void chat.start()
}

/** Sites that change pages without loading anew may replace the whole body, or all that is in it: the chat comes along. */
function stayOnPage(host: HTMLElement): void {
  const observer = new MutationObserver(() => {
    // Not at once: whoever takes it out as soon as it comes would keep the page from doing anything else.
    if (!host.isConnected) setTimeout(comeBack)
  })
  const comeBack = (): void => {
    if (!host.isConnected) document.body?.append(host)
    watch()
  }
  const watch = (): void => {
    observer.disconnect()
    for (const parent of [document.documentElement, document.body])
      observer.observe(parent, { childList: true })
  }
  watch()
}

/** Constructed sheets need no 'unsafe-inline' of the page. */
function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

function colorRule(color: string): string {
  return `:host{--brand:${color};--on-brand:${textColorOn(color)};--brand-text:${textColorLike(color)}}`
}

const script = findScript()
const settings = script === null ? null : readSettings(script)
if (settings !== null && window.Beseda === undefined) {
  if (document.body === null) addEventListener('DOMContentLoaded', () => mount(settings), { once: true })
  else mount(settings)
}
