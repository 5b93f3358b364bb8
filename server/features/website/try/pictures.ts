/** The drawings of the example shop. Classes take their colours from shop.css, so that the body can change its colour. */

const cup = (x: number, y: number, scale = 1): string => `
<g transform="translate(${x} ${y}) scale(${scale})">
  <ellipse cx="34" cy="52" rx="40" ry="7" class="saucer"/>
  <path d="M6 6h56c0 24-8 42-18 44H24C14 48 6 30 6 6z" class="china"/>
  <path d="M61 13c16-4 20 20-6 23" class="handle"/>
  <ellipse cx="34" cy="7" rx="28" ry="6" class="rim"/>
  <ellipse cx="34" cy="8" rx="23" ry="4" class="coffee"/>
</g>`

const group = (x: number): string => `
<g transform="translate(${x} 0)">
  <path d="M-38 214h76l-8 34h-60z" class="steel-dark"/>
  <rect x="-42" y="246" width="84" height="20" rx="6" class="steel"/>
  <path d="M34 250l78 26-5 15-76-23z" class="wood"/>
  <path d="M-12 266h8v14h-8zM4 266h8v14H4z" class="steel-dark"/>
</g>`

const knob = (x: number): string =>
  `<circle cx="${x}" cy="170" r="12" class="dark"/><circle cx="${x}" cy="170" r="5" class="steel"/>`

export const machine = `
<svg class="machine" viewBox="0 0 640 500" role="img" aria-label="Versa Duo">
  <ellipse cx="330" cy="470" rx="270" ry="16" class="shade"/>
  ${[150, 240, 330, 420].map((x) => `<g transform="translate(${x} 62)"><path d="M0 0h66c-2 22-10 36-18 38H18C10 36 2 22 0 0z" class="china"/><ellipse cx="33" cy="1" rx="33" ry="5" class="rim"/></g>`).join('')}
  <path d="M112 100V72h416v28" class="rail"/>
  <path d="M104 98h432c14 0 22 8 24 20l10 70H70l10-70c2-12 10-20 24-20z" class="body"/>
  <path d="M86 128h468l8 76H78z" class="steel"/>
  <circle cx="320" cy="168" r="27" class="china"/><circle cx="320" cy="168" r="27" class="dial"/><path d="M320 168v-18" class="needle"/>
  ${[180, 218, 256, 384, 422, 460].map(knob).join('')}
  <path d="M78 204h484v28H78z" class="body-dark"/>
  <path d="M92 232h38v176H92zM510 232h38v176h-38z" class="body"/>
  <path d="M130 232h380v150H130z" class="back"/>
  ${group(228)}${group(412)}
  <path d="M536 206c26 40 30 90 26 148M104 206c-26 40-30 90-26 148" class="wand"/>
  <path d="M66 376h508l14 58c2 12-4 20-16 20H68c-12 0-18-8-16-20z" class="body"/>
  <path d="M86 386h468l6 22H80z" class="grate"/>
  ${cup(194, 326)}${cup(378, 326)}
  <rect x="104" y="452" width="44" height="16" rx="4" class="dark"/><rect x="492" y="452" width="44" height="16" rx="4" class="dark"/>
  <circle cx="66" cy="166" r="17" class="wood"/><circle cx="574" cy="166" r="17" class="wood"/>
</svg>`

const grinder = `
<svg viewBox="0 0 200 170" aria-hidden="true">
  <ellipse cx="100" cy="160" rx="52" ry="6" class="shade"/>
  <path d="M70 8h60l-8 44H78z" class="glass"/><path d="M75 26h50l-5 26H80z" class="coffee"/>
  <rect x="76" y="52" width="48" height="14" rx="3" class="dark"/>
  <path d="M82 66h36v70H82z" class="graphite"/><circle cx="100" cy="86" r="9" class="steel"/>
  <path d="M84 112h32l-6 14H90z" class="dark"/><rect x="68" y="136" width="64" height="20" rx="5" class="graphite"/>
</svg>`

const beans = `
<svg viewBox="0 0 200 170" aria-hidden="true">
  <ellipse cx="100" cy="160" rx="62" ry="6" class="shade"/>
  <path d="M62 28h76l6 128H56z" class="paper"/><path d="M62 14h76v18H62z" class="paper-dark"/>
  <rect x="70" y="64" width="60" height="58" rx="3" class="label"/><path d="M78 78h34M78 88h26" class="label-line"/>
  <circle cx="116" cy="106" r="8" class="sun"/>
  ${[48, 66, 138, 152].map((x, index) => `<ellipse cx="${x}" cy="${156 - (index % 2) * 4}" rx="7" ry="5" class="coffee"/>`).join('')}
</svg>`

const cups = `
<svg viewBox="0 0 200 170" aria-hidden="true">
  <ellipse cx="100" cy="156" rx="76" ry="7" class="shade"/>
  ${cup(22, 96, 0.95)}${cup(102, 96, 0.95)}${cup(62, 40, 0.95)}
</svg>`

export const goodsPictures: readonly string[] = [grinder, beans, cups]

const line = (d: string): string =>
  `<svg class="line-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${d}"/></svg>`

export const promisePictures: readonly string[] = [
  line('M3 6h11v10H3z M14 9h4l3 4v3h-7z M7 18.5a1.8 1.8 0 1 0 0-.1 M17.5 18.5a1.8 1.8 0 1 0 0-.1'),
  line('M14.5 6.5a4 4 0 0 0-5 5L4 17l3 3 5.5-5.5a4 4 0 0 0 5-5l-2.6 2.6-2.9-2.9z'),
  line('M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z M9 12l2 2 4-4'),
]

export const star =
  '<svg class="star" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3l2.7 5.8 6.3.8-4.6 4.3 1.2 6.3L12 17.1 6.4 20.2l1.2-6.3L3 9.6l6.3-.8z"/></svg>'
