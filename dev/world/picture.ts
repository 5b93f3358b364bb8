import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]

const walls: readonly Colour[] = [
  [238, 228, 214],
  [214, 226, 232],
  [226, 234, 216],
  [236, 218, 214],
]
const bodies: readonly Colour[] = [
  [66, 70, 78],
  [232, 230, 226],
  [150, 40, 52],
]

const [width, height] = [640, 480]

/** A rectangle of one colour, in pixels from the upper left corner. */
type Block = { left: number; top: number; right: number; bottom: number; colour: Colour }

const block = (left: number, top: number, right: number, bottom: number, colour: Colour): Block => ({
  left,
  top,
  right,
  bottom,
  colour,
})

/** A PNG of a coffee machine on a shelf; `variant` chooses its colours. */
export function drawMachine(variant: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (const each of machine(variant)) paint(rows, each)
  return png(rows)
}

/** From the back to the front: wall, shelf, body, top, drip tray, groups, cups. */
function machine(variant: number): Block[] {
  const wall = walls[variant % walls.length] ?? [255, 255, 255]
  const body = bodies[variant % bodies.length] ?? [0, 0, 0]
  const steel: Colour = [188, 190, 194]
  const dark: Colour = [118, 120, 126]
  const cup: Colour = [250, 248, 244]
  return [
    block(0, 0, width, height, wall),
    block(0, 372, width, 400, [168, 128, 92]),
    block(170, 130, 470, 236, body),
    block(170, 236, 200, 360, body),
    block(440, 236, 470, 360, body),
    block(186, 104, 454, 130, steel),
    block(150, 348, 490, 372, dark),
    ...[230, 370].flatMap((left) => [
      block(left, 236, left + 42, 272, steel),
      block(left - 8, 302, left + 50, 330, cup),
      block(left, 330, left + 42, 344, cup),
    ]),
    block(296, 158, 344, 182, [206, 226, 232]),
  ]
}

/** Rows begin with a byte that names their filter: none. */
function paint(rows: Buffer, { left, top, right, bottom, colour }: Block): void {
  const stripe = Buffer.alloc((right - left) * 3, Buffer.from(colour))
  for (let y = top; y < bottom; y += 1) rows.set(stripe, y * (width * 3 + 1) + 1 + left * 3)
}

function png(rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a part, red green blue.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')])
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
