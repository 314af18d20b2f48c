/** How many bytes of logs this process has read, after decompression: commands show it while they wait. */
export const logReading = { bytes: 0 }
