import type { Language } from '#contract/common'
import type { Letter } from '#lib/mail/letter'

/** With the link by which a forgotten password is replaced. */
export function resetLetter(language: Language, url: string): Letter {
  return language === 'ru'
    ? {
        language,
        subject: 'Новый пароль для Беседы',
        paragraphs: [
          'Кто-то попросил новый пароль для входа в Беседу по этому адресу. Если это вы, задайте его по ссылке.',
          'Ссылка действует один час и один раз. Открытые входы на всех устройствах закроются.',
        ],
        lines: [],
        button: { text: 'Задать новый пароль', url },
        footer: 'Если это не вы, ничего делать не нужно: пароль останется прежним.',
      }
    : {
        language,
        subject: 'A new password for Beseda',
        paragraphs: [
          'Somebody asked for a new password to sign in to Beseda with this address. If it was you, set it by the link.',
          'The link works for one hour and once. You will be signed out on all devices.',
        ],
        lines: [],
        button: { text: 'Set a new password', url },
        footer: 'If it was not you, nothing has to be done: the password stays as it is.',
      }
}

/** With the link by which a new colleague joins. */
export function invitationLetter(
  language: Language,
  { url, company, by }: { url: string; company: string; by: string },
): Letter {
  return language === 'ru'
    ? {
        language,
        subject: `Приглашение в Беседу: ${company}`,
        paragraphs: [`${by} приглашает вас работать с клиентами в Беседе компании «${company}».`],
        lines: [],
        button: { text: 'Принять приглашение', url },
        footer:
          'Ссылка действует семь дней и один раз. Если вы не ждали приглашения, просто удалите это письмо.',
      }
    : {
        language,
        subject: `An invitation to Beseda: ${company}`,
        paragraphs: [`${by} invites you to talk to the clients of ${company} in Beseda.`],
        lines: [],
        button: { text: 'Accept the invitation', url },
        footer: 'The link works for seven days and once. If you did not expect it, just delete this letter.',
      }
}
