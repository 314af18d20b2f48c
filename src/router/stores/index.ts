export { fileStore } from './file.ts'
export { memoryStore } from './memory.ts'
export { StoreError } from './store-error.ts'
