export { type Weight, weigh } from './weight/weigh.ts'
