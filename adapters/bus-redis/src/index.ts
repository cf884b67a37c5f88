export { BusOpenError } from './bus-open-error.js';
export { RedisBus, type RedisBusOptions } from './redis-bus.js';
export { RedisRateLimiter, type RedisRateLimiterOptions } from './redis-rate-limiter.js';
