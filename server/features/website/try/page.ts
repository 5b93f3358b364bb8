import type { Language } from '#contract/common'
import { goodsPictures, machine, promisePictures, star } from './pictures.ts'
import { shopWords, type ShopWords } from './words.ts'

/** The example shop with the chat of a button, or without it. Everything in it is ours but the id, which has a safe form. */
export function shopPage(language: Language, button: string | null): string {
  const words = shopWords[language]
  const query = button === null ? '' : `&amp;button=${button}`
  const other = language === 'ru' ? 'en' : 'ru'
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="stylesheet" href="/try/shop.css">
<link rel="icon" href="/try/icon.svg">
</head>
<body>
<p class="strip">${button === null ? words.noButton : `${words.strip} <a href="/" target="_blank">${words.stripLink}</a>`}</p>
${header(words, `/try?lang=${other}${query}`, other)}
<main>
<p class="crumbs">${words.crumbs}</p>
${product(words, button !== null)}
${related(words)}
<section id="service"><h2>${words.service}</h2><p class="service">${words.serviceText}</p></section>
</main>
${button === null ? '' : script(button)}
</body>
</html>
`
}

function script(button: string): string {
  return `<script src="/try/shop.js" defer></script>
<script async src="/widget.js" data-button="${button}" data-color="#5a3921"></script>`
}

function header(words: ShopWords, otherUrl: string, other: Language): string {
  const [first, link, last] = words.logo
  const [machines, goods, service] = words.nav
  return `<header>
<a class="logo" href="#product">${first}<b>${link}</b>${last}</a>
<nav><a class="here" href="#product">${machines}</a><a href="#related">${goods}</a><a href="#service">${service}</a></nav>
<a class="other" href="${otherUrl}" hreflang="${other}" lang="${other}">${words.other}</a>
</header>`
}

function product(words: ShopWords, hasChat: boolean): string {
  const colors = Object.entries(words.colors).map(
    (
      [id, name],
      index,
    ) => `<label class="swatch ${id}" title="${name}"><input type="radio" name="body" id="${id}"
 aria-label="${name}"${index === 0 ? ' checked' : ''}><i></i><span class="name">${name}</span></label>`,
  )
  const promises = words.promises.map((text, index) => `<li>${promisePictures[index] ?? ''}${text}</li>`)
  const ask = hasChat ? `<button type="button" id="ask">${words.ask}</button>` : ''
  return `<div class="product" id="product">
<div class="frame">${machine}</div>
<div class="facts">
<h1>Versa Duo</h1>
<p class="about">${words.about}</p>
<p class="rating">${star.repeat(5)} ${words.rating}</p>
<p class="price"><b>${words.price}</b> ${words.monthly}</p>
<fieldset><legend>${words.body}:</legend>${colors.join('')}</fieldset>
<p class="actions">${ask}<a class="quiet" href="#service">${words.book}</a></p>
<ul class="promises">${promises.join('')}</ul>
</div>
</div>`
}

function related(words: ShopWords): string {
  const goods = words.goods.map(
    ({ name, price }, index) =>
      `<li><div class="frame small">${goodsPictures[index] ?? ''}</div><p>${name}</p><p class="small-price">${price}</p></li>`,
  )
  return `<section id="related"><h2>${words.related}</h2><ul class="goods">${goods.join('')}</ul></section>`
}
