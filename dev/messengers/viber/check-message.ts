import { extname } from 'node:path'
import { isPrivateAddress } from '#lib/outgoing-address'
import { isIP } from 'node:net'
import type { Fields } from './account-state.ts'
import { badData, missingData } from './refusal.ts'

const megabyte = 1024 * 1024
const pictureEndings = new Set(['.jpeg', '.jpg', '.png', '.gif'])
const executables = new Set(
  '.exe .msi .bat .cmd .com .scr .pif .apk .app .dmg .jar .vbs .ps1 .sh .js .wsf .cpl .hta'.split(' '),
)

type Check = (message: Fields) => void

/** What the messenger's side looks at before it accepts a message of a kind. */
const checks = new Map<string, Check>([
  ['text', (message) => void text(message, 'text', { max: 7000 })],
  ['picture', checkPicture],
  ['video', checkVideo],
  ['file', checkFile],
  ['contact', checkContact],
  ['location', checkLocation],
  ['url', (message) => void text(message, 'media', { max: 2000 })],
  ['sticker', (message) => void count(message, 'sticker_id', Number.MAX_SAFE_INTEGER)],
])

export const checkContent = (message: Fields): void => {
  const type = text(message, 'type', { max: 50 })
  const check = checks.get(type)
  if (!check) throw badData('type is not supported')
  check(message)
}

function checkPicture(message: Fields): void {
  const address = mediaAddress(message)
  if (!pictureEndings.has(extname(address.pathname)))
    throw badData('media must end in .jpeg, .jpg, .png or .gif')
  optionalText(message, 'text', 768)
}

function checkVideo(message: Fields): void {
  if (extname(mediaAddress(message).pathname) !== '.mp4') throw badData('media must end in .mp4')
  count(message, 'size', 26 * megabyte)
  if (message['duration'] !== undefined) count(message, 'duration', 180)
}

function checkFile(message: Fields): void {
  mediaAddress(message)
  count(message, 'size', 50 * megabyte)
  const name = text(message, 'file_name', { max: 256 })
  if (executables.has(extname(name).toLowerCase())) throw badData('file type is forbidden')
}

function checkContact(message: Fields): void {
  const contact = message['contact']
  if (typeof contact !== 'object' || contact === null) throw missingData('contact')
  const fields: Fields = { ...contact }
  text(fields, 'name', { max: 28 })
  text(fields, 'phone_number', { max: 18 })
}

function checkLocation(message: Fields): void {
  const place = message['location']
  if (typeof place !== 'object' || place === null) throw missingData('location')
  const { lat, lon }: Fields = { ...place }
  if (!isWithin(lat, 90) || !isWithin(lon, 180)) throw badData('location')
}

const isWithin = (value: unknown, limit: number): boolean => Math.abs(Number(value ?? NaN)) <= limit

/** Anybody must be able to fetch it; only this machine itself may do without TLS. */
const mediaAddress = (message: Fields): URL => {
  const given = text(message, 'media', { max: 2000 })
  if (!URL.canParse(given)) throw badData('media is no URL')
  const address = new URL(given)
  const host = address.hostname.replace(/^\[|\]$/g, '')
  if (isLoopback(host) && /^https?:$/.test(address.protocol)) return address
  if (address.protocol !== 'https:') throw badData('media must be https')
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw badData('media is not public')
  return address
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** A text that has to be there, and not only as space. */
export const text = (fields: Fields, name: string, { max }: { max: number }): string => {
  const value = fields[name]
  if (value === undefined || value === null || value === '') throw missingData(`${name} is missing`)
  if (typeof value !== 'string' || value.trim() === '') throw badData(`${name} is not valid`)
  if (value.length > max) throw badData(`${name} is too long`)
  return value
}

export const optionalText = (fields: Fields, name: string, max: number): string => {
  const value = fields[name] ?? ''
  if (typeof value !== 'string' || value.length > max) throw badData(`${name} is not valid`)
  return value
}

const count = (fields: Fields, name: string, max: number): number => {
  const value = fields[name]
  if (value === undefined || value === null) throw missingData(`${name} is missing`)
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0 || value > max) {
    throw badData(`${name} is not valid`)
  }
  return value
}
