import { readFields, readLine, readList, readNumber, readText, type Fields } from '../read-unknown.ts'

/** Whatever can be read of a message that has neither text nor file. */
export function describeOther(type: string, message: Fields): string {
  if (type === 'contact') return describeContact(readFields(message['contact']))
  if (type === 'location') return describePlace(readFields(message['location']))
  if (type === 'rich_media') return describeButtons(message)
  return ''
}

function describeContact(contact: Fields | null): string {
  return [readLine(contact?.['name']), readLine(contact?.['phone_number'], 40)].filter(Boolean).join('\n')
}

function describePlace(place: Fields | null): string {
  const latitude = readNumber(place?.['lat'])
  const longitude = readNumber(place?.['lon'])
  if (latitude === null || longitude === null) return ''
  const point = `mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return [readLine(place?.['address']), `https://www.openstreetmap.org/?${point}`].filter(Boolean).join('\n')
}

/** The words on the buttons of a carousel. */
function describeButtons(message: Fields): string {
  const buttons = readList(readFields(message['rich_media'])?.['Buttons']).map(readFields)
  const words = buttons.map((button) =>
    readLine((readText(button?.['Text']) ?? '').replaceAll(/<[^>]*>/g, ' ')),
  )
  return [readLine(message['alt_text']), ...words].filter(Boolean).join('\n')
}
