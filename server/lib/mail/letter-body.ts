import type { Letter } from './letter.ts'

/** For programs that show no markup. */
export function letterText({ paragraphs, lines, button, footer }: Letter): string {
  const told = lines.map(({ title, text }) => (text === '' ? `• ${title}` : `• ${title}\n  ${text}`))
  const parts = [...paragraphs, ...(told.length > 0 ? [told.join('\n')] : [])]
  if (button) parts.push(`${button.text}: ${button.url}`)
  return `${[...parts, `-- \n${footer}`].join('\n\n')}\n`
}

/** Plain markup with the styles in place: programs for mail know little else. */
export function letterHtml({ language, subject, paragraphs, lines, button, footer }: Letter): string {
  const told = lines.map(
    ({ title, text }) =>
      `<li style="margin:0 0 12px"><strong>${escape(title)}</strong>${text === '' ? '' : `<br>${escape(text)}`}</li>`,
  )
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1c1c1e;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto">
${paragraphs.map((text) => `<p style="margin:0 0 16px">${escape(text)}</p>`).join('\n')}
${told.length > 0 ? `<ul style="margin:0 0 16px;padding:0 0 0 20px">${told.join('\n')}</ul>` : ''}
${button ? buttonHtml(button) : ''}
<p style="margin:24px 0 0;color:#6b6b70;font-size:13px">${escape(footer)}</p>
</div></body></html>
`
}

/** The address stands there in letters too: for who does not trust a button, or cannot press it. */
function buttonHtml({ text, url }: { text: string; url: string }): string {
  const href = escape(url)
  return `<p style="margin:0 0 16px"><a href="${href}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#2f6fde;color:#ffffff;text-decoration:none">${escape(text)}</a></p>
<p style="margin:0 0 16px;color:#6b6b70;font-size:13px;word-break:break-all">${href}</p>`
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}
