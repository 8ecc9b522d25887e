package dev.larder.http.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.OnRedis.class)
class AbortOnRedisIT extends AbortRules {}
