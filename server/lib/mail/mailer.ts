import { createTransport } from 'nodemailer'
import type { SmtpConfig } from '../config.ts'
import type { Letter } from './letter.ts'
import { letterHtml, letterText } from './letter-body.ts'

export type Mailer = {
  /** Hands a letter to the mail server; rejects when it did not take it. */
  send(to: string, letter: Letter): Promise<void>
  close(): void
}

/** A server that says nothing for so long is given up; the letter is tried again later. */
const patienceMs = 30_000

/** Sends letters through the SMTP server of the settings; null: this installation has none. */
export function createMailer(smtp: SmtpConfig | null): Mailer | null {
  if (!smtp) return null
  const transport = createTransport({
    url: smtp.url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // What a letter says is ours alone: nothing of it may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(to, letter) {
      await transport.sendMail({
        from: smtp.from,
        to: { name: '', address: to },
        subject: letter.subject,
        text: letterText(letter),
        html: letterHtml(letter),
        // Machines that answer letters by themselves leave these alone (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => transport.close(),
  }
}
