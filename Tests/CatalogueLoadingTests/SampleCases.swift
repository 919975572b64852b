// swift-format-ignore-file: one case a line

/// Sample cases of what calls used and what they cost.
///
/// From recorded answers; costs are those that price lists of two origins, or hands, agree on. Fields: id, provider,
/// model of the request, of the answer, microseconds since 1970, tier, conditions, tokens, other units, stated cost,
/// size of search contexts, further models, cost, list price where it differs, model whose price it is.
let sampleCases = """
    azure/chat.completions/002 | azure | gpt-4o | gpt-4o-2024-11-20 | 1795176000000000 | standard |  | input=14;output=9 |  |  |  |  | 0.000125 |  | gpt-4o-2024-11-20
    azure/chat.completions/007 | azure | reasoner | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=1976;cachedInput=1024;output=400 |  |  |  |  | 0.006598 |  | gpt-5-2025-08-07
    openrouter/chat.completions/015 | openrouter | deepseek/deepseek-chat | deepseek/deepseek-chat | 1795176000000000 | standard |  | input=2317;output=53 |  | 0.0076509169000000005 |  |  | 0.0076509169 | 0.0006509169 | deepseek/deepseek-chat
    openrouter/chat.completions/006 | openrouter | anthropic/claude-sonnet-4-5 | anthropic/claude-4.5-sonnet-20250929 | 1795176000000000 | standard |  | input=550;output=15 |  | 0.001875 |  |  | 0.001875 | 0.001875 | anthropic/claude-sonnet-4.5
    openrouter/chat.completions/023 | openrouter | openai/o3 | openai/o3 | 1795176000000000 | standard |  | input=9;output=104 |  | 0.00085 |  |  | 0.00085 | 0.00085 | openai/o3
    openrouter/chat.completions/021 | openrouter | google/gemini-2.0-flash-exp:free | x-ai/grok-4 | 1795176000000000 | standard |  | input=8;cachedInput=679;output=69;reasoning=118 |  | 0.00333825 |  |  | 0.00333825 | 0.004866 | x-ai/grok-4
    openrouter/chat.completions/010 | openrouter | openai/gpt-5.1-codex-mini | openai/gpt-5.1-codex-mini | 1795176000000000 | standard |  | input=31;output=16;reasoning=64 |  | 0.00216775 |  |  | 0.00216775 | 0.00016775 | openai/gpt-5.1-codex-mini
    openrouter/chat.completions/017 | openrouter | openai/gpt-5-mini | openai/gpt-5-mini | 1795176000000000 | standard |  | input=8;output=15 |  |  |  |  | 0.000032 |  | openai/gpt-5-mini
    openrouter/chat.completions/011 | openrouter | anthropic/claude-sonnet-4.5 | anthropic/claude-4.5-sonnet-20250929 | 1795176000000000 | standard |  | input=43;output=5;reasoning=48 |  | 0.000924 |  |  | 0.000924 | 0.000924 | anthropic/claude-sonnet-4.5
    google/generateContent/026 | google | gemini-2.5-flash | gemini-2.5-flash | 1795176000000000 | standard |  | input=113;output=2;reasoning=72;imageInput=516 |  |  |  |  | 0.0003737 |  | gemini-2.5-flash
    google/generateContent/040 | google | gemini-2.5-flash-lite | gemini-2.5-flash-lite | 1795176000000000 | standard |  | input=8;output=9 |  |  |  |  | 0.0000044 |  | gemini-2.5-flash-lite
    google/generateContent/025 | google | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=159;output=2;reasoning=36;imageInput=2190 |  |  |  |  | 0.0012885 |  | gemini-3-flash-preview
    google/generateContent/017 | google | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=13;output=573;reasoning=554 | web_searches=3 |  |  |  | 0.0453875 |  | gemini-3-flash-preview
    google/generateContent/085 | google | gemini-3.5-flash | gemini-3.5-flash | 1795176000000000 | priority |  | input=10000;output=1000;reasoning=500 |  |  |  |  | 0.0513 |  | gemini-3.5-flash
    google/generateContent/028 | google | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=224;output=77;reasoning=326;audioInput=80 |  |  |  |  | 0.001401 |  | gemini-3-flash-preview
    google/generateContent/014 | google | gemini-2.5-pro | gemini-2.5-pro | 1795176000000000 | standard |  | input=785;output=37;reasoning=742 |  |  |  |  | 0.00877125 |  | gemini-2.5-pro
    google/generateContent/057 | google | gemini-3.1-pro-preview | gemini-3.1-pro-preview | 1795176000000000 | standard |  | input=31;output=684;reasoning=1026 |  |  |  |  | 0.020582 |  | gemini-3.1-pro-preview
    google/generateContent/051 | google | gemini-1.5-flash | gemini-1.5-flash | 1795176000000000 | standard |  | input=14 |  |  |  |  | 0.00000105 |  | gemini-1.5-flash
    google/generateContent/063 | google | gemini-3.1-pro-preview | gemini-3.1-pro-preview | 1795176000000000 | standard |  | input=600;cachedInput=400;output=200;reasoning=800 |  |  |  |  | 0.01328 |  | gemini-3.1-pro-preview
    google/generateContent/076 | google | gemini-2.5-flash-image | gemini-2.5-flash-image | 1795176000000000 | standard |  | input=30;imageOutput=1290 |  |  |  |  | 0.038709 |  | gemini-2.5-flash-image
    google/generateContent/042 | google | gemini-2.5-flash-image | gemini-2.5-flash-image | 1795176000000000 | standard |  | input=10;output=14;imageOutput=1290 |  |  |  |  | 0.038738 |  | gemini-2.5-flash-image
    google/generateContent/084 | google | gemini-2.5-flash | gemini-2.5-flash | 1795176000000000 | flex |  | input=10000;output=1000;reasoning=500 |  |  |  |  | 0.003375 |  | gemini-2.5-flash
    google/generateContent/046 | google | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=1198;output=122;reasoning=447 |  |  |  |  | 0.002306 |  | gemini-3-flash-preview
    google/generateContent/070 | google | gemini-3.1-pro-preview | gemini-3.1-pro-preview | 1795176000000000 | standard |  | input=200001;output=500;reasoning=100 |  |  |  |  | 0.810804 |  | gemini-3.1-pro-preview
    google/generateContent/035 | google | gemini-2.0-flash | gemini-2.0-flash | 1795176000000000 | standard |  | input=614;output=66 |  |  |  |  | 0.0000878 |  | gemini-2.0-flash
    google/generateContent/088 | google | gemini-2.5-flash | gemini-2.5-flash | 1795176000000000 | standard |  | input=105;output=143;reasoning=30 |  |  |  |  | 0.000464 |  | gemini-2.5-flash
    google/generateContent/007 | google | gemini-2.5-flash | gemini-2.5-flash | 1795176000000000 | standard |  | input=2427;output=41;reasoning=47 |  |  |  |  | 0.0009481 |  | gemini-2.5-flash
    anthropic/messages/092 | anthropic | claude-sonnet-5-5 | claude-sonnet-5-5 | 1795176000000000 | standard |  | input=321;cachedInput=20000;output=654;cacheWrite5m=5000 |  |  |  |  | 0.021682 |  | claude-sonnet-5-5
    anthropic/messages/036 | anthropic | claude-sonnet-4-20250514 | claude-sonnet-4-20250514 | 1795176000000000 | standard |  | input=4230;output=446 |  |  |  |  | 0.01938 |  | claude-sonnet-4-0
    anthropic/messages/101 | anthropic | claude-3-haiku-20240307 | claude-3-haiku-20240307 | 1795176000000000 | standard |  | input=100;output=200;cacheWrite5m=4000 |  |  |  |  | 0.001475 |  | claude-3-haiku
    anthropic/messages/029 | anthropic | claude-sonnet-4-6 | claude-sonnet-4-6 | 1795176000000000 | standard |  | input=229;output=5 |  |  |  | !input=100;cacheWrite5m=55096;output=131 | 0.209637 |  | claude-sonnet-4-6
    anthropic/messages/033 | anthropic | claude-sonnet-4-0 | claude-sonnet-4-20250514 | 1795176000000000 | standard |  | input=7262;output=171 |  |  |  |  | 0.024351 |  | claude-sonnet-4-0
    anthropic/messages/028 | anthropic | claude-opus-4-7 | claude-opus-4-7 | 1795176000000000 | standard |  | input=54;output=14 |  |  |  |  | 0.00062 |  | claude-opus-4-7
    anthropic/messages/108 | anthropic | claude-haiku-5-5 | claude-haiku-5-5 | 1795176000000000 | standard |  | input=60000;cachedInput=30000;output=1000;cacheWrite1h=15000;cacheWrite5m=5000 |  |  |  |  | 0.052125 |  | claude-haiku-5-5
    anthropic/messages/074 | anthropic | claude-opus-4-6 | claude-opus-4-6 | 1795176000000000 | standard |  | input=612;output=2819 |  |  |  | !input=60385;output=522 | 0.38851 |  | claude-opus-4-6
    anthropic/messages/086 | anthropic | claude-haiku-4-5 | claude-haiku-4-5-20251001 | 1795176000000000 | standard |  | input=321;cachedInput=20000;output=654;cacheWrite5m=5000 |  |  |  |  | 0.011841 |  | claude-haiku-4-5
    anthropic/messages/042 | anthropic | claude-sonnet-4-5-20250929 | claude-sonnet-4-5-20250929 | 1795176000000000 | standard |  | input=50;output=485 |  |  |  |  | 0.007425 |  | claude-sonnet-4-5
    anthropic/messages/098 | anthropic | claude-haiku-4-5-20251001 | claude-haiku-4-5-20251001 | 1795176000000000 | standard |  | input=100;cachedInput=3000;output=200;cacheWrite1h=2000;cacheWrite5m=1000 |  |  |  |  | 0.00665 |  | claude-haiku-4-5
    anthropic/messages/035 | anthropic | claude-sonnet-4-0 | claude-sonnet-4-20250514 | 1795176000000000 | standard |  | input=7244;output=153 |  |  |  |  | 0.024027 |  | claude-sonnet-4-0
    anthropic/messages/026 | anthropic | claude-sonnet-4-6 | claude-sonnet-4-6 | 1795176000000000 | standard |  | input=220;output=8 |  |  |  | !input=55196;output=125 | 0.168243 |  | claude-sonnet-4-6
    anthropic/messages/064 | anthropic | claude-3-7-sonnet-20250219 | claude-3-7-sonnet-20250219 | 1795176000000000 | standard |  | input=52;output=238 |  |  |  |  | 0.003726 |  | claude-3-7-sonnet-latest
    anthropic/messages/016 | anthropic | claude-sonnet-4-20250514 | claude-sonnet-4-20250514 | 1795176000000000 | standard |  | input=27118;output=600 | web_searches=2 |  |  |  | 0.110354 |  | claude-sonnet-4-0
    anthropic/messages/038 | anthropic | claude-sonnet-4-5-20250929 | claude-sonnet-4-5-20250929 | 1795176000000000 | standard |  | input=313;output=305 |  |  |  |  | 0.005514 |  | claude-sonnet-4-5
    anthropic/messages/050 | anthropic | claude-sonnet-4-5 | claude-sonnet-4-5-20250929 | 1795176000000000 | standard |  | input=8606;output=132 | web_searches=1 |  |  |  | 0.037798 |  | claude-sonnet-4-5
    anthropic/messages/045 | anthropic | claude-sonnet-4-5 | claude-sonnet-4-5-20250929 | 1795176000000000 | standard |  | input=12957;output=152 | web_searches=1 |  |  |  | 0.051151 |  | claude-sonnet-4-5
    anthropic/messages/071 | anthropic | claude-3-5-haiku-20241022 | claude-3-5-haiku-20241022 | 1795176000000000 | standard |  | input=17;output=108 |  |  |  |  | 0.0004456 |  | claude-3-5-haiku-latest
    anthropic/messages/012 | anthropic | claude-opus-4-8 | claude-opus-4-8 | 1795176000000000 | standard |  | input=1191;output=12 |  |  |  |  | 0.006255 |  | claude-opus-4-8
    anthropic/messages/075 | anthropic | claude-sonnet-4-6 | claude-sonnet-4-6 | 1795176000000000 | standard |  | input=4727;output=3391 |  |  |  | claude-opus-4-7!input=2728;output=3880 | 0.175686 |  | claude-sonnet-4-6
    anthropic/messages/106 | anthropic | claude-haiku-5-5 | claude-haiku-5-5 | 1795176000000000 | standard |  | input=60000;cachedInput=40000;output=1000;cacheWrite5m=1 |  |  |  |  | 0.034500625 |  | claude-haiku-5-5
    anthropic/messages/100 | anthropic | claude-sonnet-5 | claude-sonnet-5 | 1795176000000000 | standard |  | input=100;cachedInput=3000;output=200;cacheWrite1h=2000;cacheWrite5m=1000 |  |  |  |  | 0.0133 |  | claude-sonnet-5
    anthropic/messages/003 | anthropic | claude-sonnet-4-5 | claude-sonnet-4-5-20250929 | 1795176000000000 | standard |  | input=4840;output=80 |  |  |  |  | 0.01572 |  | claude-sonnet-4-5
    anthropic/messages/096 | anthropic | claude-opus-4-8 | claude-opus-4-8 | 1795176000000000 | standard |  | input=100;cachedInput=3000;output=200;cacheWrite1h=2000;cacheWrite5m=1000 |  |  |  |  | 0.03325 |  | claude-opus-4-8
    bedrock/converse/005 | bedrock | us.mistral.pixtral-large-2502-v1:0 |  | 1795176000000000 | standard |  | input=2982;output=3 |  |  |  |  | 0.005982 |  | mistral.pixtral-large-2502-v1:0
    bedrock/converse/033 | bedrock | eu.amazon.nova-lite-v1:0 |  | 1795176000000000 | standard |  | input=1500;output=300 |  |  |  |  | 0.0002106 |  | eu.amazon.nova-lite-v1:0
    bedrock/converse/034 | bedrock | global.amazon.nova-2-lite-v1:0 |  | 1795176000000000 | standard |  | input=1500;output=300 |  |  |  |  | 0.0012 |  | global.amazon.nova-2-lite-v1:0
    bedrock/converse/030 | bedrock | openai.gpt-oss-120b-1:0 |  | 1795176000000000 | standard |  | input=1500;output=300 |  |  |  |  | 0.000405 |  | openai.gpt-oss-120b-1:0
    bedrock/converse/009 | bedrock | us.amazon.nova-pro-v1:0 |  | 1795176000000000 | standard |  | input=2326;output=37;cacheWrite5m=1505 |  |  |  |  | 0.0031832 |  | amazon.nova-pro-v1:0
    bedrock/converse/010 | bedrock | us.amazon.nova-lite-v1:0 |  | 1795176000000000 | standard |  | input=64;output=4;cacheWrite5m=2492 |  |  |  |  | 0.00015432 |  | amazon.nova-lite-v1:0
    bedrock/converse/032 | bedrock | us.amazon.nova-pro-v1:0 |  | 1795176000000000 | standard |  | input=1500;cachedInput=1000;output=300;cacheWrite5m=200 |  |  |  |  | 0.00252 |  | amazon.nova-pro-v1:0
    vertex_ai/generateContent/002 | vertex_ai | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=22;output=15;reasoning=1615 |  |  |  |  | 0.004901 |  | gemini-3-flash-preview
    vertex_ai/generateContent/006 | vertex_ai | gemini-3-flash-preview | gemini-3-flash-preview | 1795176000000000 | standard |  | input=767;output=245;reasoning=597;audioInput=250 |  |  |  |  | 0.0031595 |  | gemini-3-flash-preview
    vertex_ai/generateContent/011 | vertex_ai | gemini-2.0-flash | gemini-2.0-flash | 1795176000000000 | standard |  | input=1569;output=60 |  |  |  |  | 0.00027135 |  | gemini-2.0-flash
    vertex_ai/generateContent/009 | vertex_ai | gemini-2.0-flash | gemini-2.0-flash | 1795176000000000 | standard |  | input=9;output=205;imageInput=19866 |  |  |  |  | 0.00310425 |  | gemini-2.0-flash
    groq/chat.completions/010 | groq | openai/gpt-oss-20b | openai/gpt-oss-20b | 1795176000000000 | standard |  | input=3000;output=400 |  |  |  |  | 0.000345 |  | openai/gpt-oss-20b
    groq/chat.completions/004 | groq | qwen/qwen3-32b | qwen/qwen3-32b | 1795176000000000 | standard |  | input=17;output=79;reasoning=570 |  |  |  |  | 0.00038784 |  | qwen/qwen3-32b
    groq/chat.completions/005 | groq | openai/gpt-oss-120b | openai/gpt-oss-120b | 1795176000000000 | standard |  | input=254;output=27;reasoning=147 |  |  |  |  | 0.0001425 |  | openai/gpt-oss-120b
    mistral/chat.completions/004 | mistral | pixtral-12b-latest | pixtral-12b-latest | 1795176000000000 | standard |  | input=1540;output=54 |  |  |  |  | 0.0002391 |  | pixtral-12b
    mistral/chat.completions/012 | mistral | mistral-medium-latest | mistral-medium-latest | 1795176000000000 | standard |  | input=1500;output=300 |  |  |  |  | 0.0045 |  | mistral-medium-latest
    mistral/chat.completions/013 | mistral | codestral-latest | codestral-latest | 1795176000000000 | standard |  | input=1500;output=300 |  |  |  |  | 0.00072 |  | codestral
    mistral/chat.completions/019 | mistral | mistral-large-4 | mistral-large-4 | 1795176000000000 | standard |  | input=5000;output=300 |  |  |  |  | 0.00413 |  | mistral-large-4
    openai/chat.completions/018 | openai | gpt-4o | gpt-4o-2024-08-06 | 1795176000000000 | standard |  | input=2273;cachedInput=2048;output=789 |  |  |  |  | 0.0161325 |  | gpt-4o
    openai/chat.completions/091 | openai | gpt-5.5 | gpt-5.5-2026-04-23 | 1795176000000000 | standard |  | input=86;cachedInput=1920;output=172;reasoning=128 |  |  |  |  | 0.01039 |  | gpt-5.5
    openai/chat.completions/044 | openai | gpt-5.6-terra | gpt-5.6-terra | 1795176000000000 | standard |  | input=6000;cachedInput=8000;output=600;reasoning=900;cacheWrite5m=6000 |  |  |  |  | 0.0466 |  | gpt-5.6-terra
    openai/chat.completions/003 | openai | gpt-5-mini | gpt-5-mini-2025-08-07 | 1795176000000000 | standard |  | input=1126;output=248;reasoning=576 |  |  |  |  | 0.0019295 |  | gpt-5-mini
    openai/chat.completions/076 | openai | gpt-4.1 | gpt-4.1-2025-04-14 | 1795176000000000 | priority |  | input=3976;cachedInput=1024;output=2000 |  |  |  |  | 0.042812 |  | gpt-4.1
    openai/chat.completions/103 | openai | gpt-5.6-sol | gpt-5.6-sol | 1787270399000000 | standard |  | input=6000;cachedInput=4000;output=1500;reasoning=500 |  |  |  |  | 0.092 |  | gpt-5.6-sol
    openai/chat.completions/035 | openai | gpt-3.5-turbo | gpt-3.5-turbo-0125 | 1795176000000000 | standard |  | input=1234;output=567 |  |  |  |  | 0.0014675 |  | gpt-3.5-turbo
    openai/chat.completions/038 | openai | gpt-5.6-sol | gpt-5.6-sol | 1795176000000000 | standard |  | input=6000;cachedInput=8000;output=600;reasoning=900;cacheWrite5m=6000 |  |  |  |  | 0.0872 |  | gpt-5.6-sol
    openai/chat.completions/064 | openai | o3 | o3-2025-04-16 | 1795176000000000 | standard |  | input=3976;cachedInput=1024;output=500;reasoning=1500 |  |  |  |  | 0.024464 |  | o3
    openai/chat.completions/090 | openai | gpt-4o | gpt-4o-2024-08-06 | 1795176000000000 | standard |  | input=86;cachedInput=1920;output=172;reasoning=128 |  |  |  |  | 0.005615 |  | gpt-4o
    openai/chat.completions/049 | openai | gpt-6-luna | gpt-6-luna | 1795176000000000 | standard |  | input=172000;cachedInput=100000;output=600;reasoning=900 |  |  |  |  | 0.01895 |  | gpt-6-luna
    openai/chat.completions/104 | openai | gpt-5.6-sol | gpt-5.6-sol | 1787270400000000 | standard |  | input=6000;cachedInput=4000;output=1500;reasoning=500 |  |  |  |  | 0.0656 |  | gpt-5.6-sol
    openai/chat.completions/083 | openai | gpt-6-luna | gpt-6-luna | 1795176000000000 | batch |  | input=12345;output=678 |  |  |  |  | 0.00078675 |  | gpt-6-luna
    openai/chat.completions/063 | openai | o3 | o3-2025-04-16 | 1795176000000000 | priority |  | input=3976;cachedInput=1024;output=500;reasoning=1500 |  |  |  |  | 0.042812 |  | o3
    openai/chat.completions/002 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=12;output=288;reasoning=1600 |  |  |  |  | 0.018895 |  | gpt-5
    openai/chat.completions/073 | openai | gpt-6.1-sol | gpt-6.1-sol | 1795176000000000 | standard |  | input=3976;cachedInput=1024;output=500;reasoning=1500 |  |  |  |  | 0.0280544 |  | gpt-6.1-sol
    openai/chat.completions/012 | openai | gpt-5.6-sol | gpt-5.6-sol | 1795176000000000 | standard |  | input=8;cachedInput=4012;output=4 |  |  |  |  | 0.0017168 |  | gpt-5.6-sol
    openai/chat.completions/033 | openai | o3-mini | o3-mini-2025-01-31 | 1795176000000000 | standard |  | input=2273;cachedInput=2048;output=533;reasoning=256 |  |  |  |  | 0.0070983 |  | o3-mini
    openai/chat.completions/039 | openai | gpt-5.6-sol | gpt-5.6-sol | 1795176000000000 | standard |  | input=172001;cachedInput=100000;output=600;reasoning=900 |  |  |  |  | 1.501008 |  | gpt-5.6-sol
    openai/chat.completions/011 | openai | gpt-5.6-sol | gpt-5.6-sol | 1795176000000000 | standard |  | input=8;output=4;cacheWrite5m=4012 |  |  |  |  | 0.020172 |  | gpt-5.6-sol
    openai/chat.completions/060 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | priority |  | input=3976;cachedInput=1024;output=500;reasoning=1500 |  |  |  |  | 0.050196 |  | gpt-5
    openai/chat.completions/037 | openai | gpt-4o-2024-05-13 | gpt-4o-2024-05-13 | 1795176000000000 | standard |  | input=1234;output=567 |  |  |  |  | 0.014675 |  | gpt-4o-2024-05-13
    openai/responses/044 | openai | gpt-6.1-sol | gpt-6.1-sol | 1795176000000000 | standard |  | input=16000;cachedInput=32000;output=1500;reasoning=2500;cacheWrite5m=16000 |  |  |  |  | 0.1152 |  | gpt-6.1-sol
    openai/responses/011 | openai | gpt-5.2 | gpt-5.2-2025-12-11 | 1795176000000000 | standard |  | input=8530;output=49;reasoning=49 | web_searches=1 |  |  |  | 0.0262995 |  | gpt-5.2
    openai/responses/016 | openai | gpt-5-mini-2025-08-07 | gpt-5-mini-2025-08-07 | 1795176000000000 | standard |  | input=15969;cachedInput=3712;output=637;reasoning=3136 | web_searches=1 |  |  |  | 0.02163105 |  | gpt-5-mini
    openai/responses/050 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=2000;output=300 | code_sessions=1 |  |  |  | 0.0355 |  | gpt-5
    openai/responses/031 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=1348;output=240;reasoning=384 | code_sessions=1 |  |  |  | 0.037925 |  | gpt-5
    openai/responses/013 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=2822;cachedInput=1792;output=820;reasoning=1024 | code_sessions=1 |  |  |  | 0.0521915 |  | gpt-5
    openai/responses/038 | openai | gpt-5-2025-08-07 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=1021;cachedInput=1920;output=225;reasoning=1024 |  |  |  |  | 0.01400625 |  | gpt-5
    openai/responses/027 | openai | gpt-5.6-sol | gpt-5.6-sol | 1795176000000000 | standard |  | input=8;cachedInput=4012;output=5 |  |  |  |  | 0.0017368 |  | gpt-5.6-sol
    openai/responses/037 | openai | gpt-5.3-codex | gpt-5.3-codex | 1795176000000000 | standard |  | input=4040;cachedInput=3072;output=399;reasoning=64 |  |  |  |  | 0.0140896 |  | gpt-5.3-codex
    openai/responses/052 | openai | gpt-5-mini | gpt-5-mini-2025-08-07 | 1795176000000000 | batch |  | input=3681;cachedInput=4096;output=1285;reasoning=2048 |  |  |  |  | 0.003844325 |  | gpt-5-mini
    openai/responses/049 | openai | gpt-5 | gpt-5-2025-08-07 | 1795176000000000 | standard |  | input=2000;output=300 | file_searches=2 |  |  |  | 0.0105 |  | gpt-5
    deepseek/responses/006 | deepseek | deepseek-v4-flash | deepseek-v4-flash | 1795176000000000 | standard |  | input=90;output=8;reasoning=7 |  |  |  |  | 0.0000225 |  | deepseek-v4-flash
    bedrock/invoke.anthropic/001 | bedrock | us.anthropic.claude-opus-4-8 | claude-opus-4-8 | 1795176000000000 | standard |  | input=68;output=508 |  |  |  |  | 0.014344 |  | regional.anthropic.claude-opus-4-8-v1:0
    bedrock/invoke.anthropic/007 | bedrock | anthropic.claude-3-5-haiku-20241022-v1:0 | claude-3-5-haiku-20241022 | 1795176000000000 | standard |  | input=4;output=50;cacheWrite5m=18131 |  |  |  |  | 0.0183342 |  | regional.anthropic.claude-3-5-haiku-20241022-v1:0
    deepseek/chat.completions/006 | deepseek | deepseek-reasoner | deepseek-reasoner | 1795176000000000 | standard |  | input=19;cachedInput=320;output=44;reasoning=39 |  |  |  |  | 0.00004914 |  | deepseek-reasoner
    deepseek/chat.completions/017 | deepseek | deepseek-chat | deepseek-chat | 1749988800000000 | standard |  | input=500;cachedInput=1000;output=300 |  |  |  |  | 0.000535 |  | deepseek-chat
    deepseek/chat.completions/013 | deepseek | deepseek-flash | deepseek-flash | 1795168800000000 | standard |  | input=3000;cachedInput=7000;output=1200 |  |  |  |  | 0.001191 |  | deepseek-flash
    deepseek/chat.completions/015 | deepseek | deepseek-flash | deepseek-flash | 1795314600000000 | standard |  | input=3000;cachedInput=7000;output=1200 |  |  |  |  | 0.001191 |  | deepseek-flash
    azure/responses/004 | azure | gpt-5.5 | gpt-5.5 | 1795176000000000 | standard |  | input=18;output=7;reasoning=9 |  |  |  |  | 0.00057 |  | gpt-5.5
    azure/responses/008 | azure | gpt-5.1-codex-max | gpt-5.1-codex-max | 1795176000000000 | standard |  | input=315;output=12 |  |  |  |  | 0.00051375 |  | gpt-5.1-codex-max
    openrouter/responses/003 | openrouter | openai/gpt-5.6-sol | openai/gpt-5.6-sol | 1795176000000000 | standard |  | input=8;cachedInput=4012;output=5 |  | 0.002196 |  |  | 0.002196 | 0.0017368 | openai/gpt-5.6-sol
    cerebras/chat.completions/002 | cerebras | zai-glm-4.7 | zai-glm-4.7 | 1795176000000000 | standard |  | input=13;output=7 |  |  |  |  | 0.0000485 |  | zai-glm-4.7
    cerebras/chat.completions/007 | cerebras | llama3.1-8b | llama3.1-8b | 1795176000000000 | standard |  | input=3000;output=400 |  |  |  |  | 0.00034 |  | llama3.1-8b
    cohere/chat/011 | cohere | command-a-03-2025 |  | 1795176000000000 | standard |  | input=5;output=418 |  |  |  |  | 0.0041925 |  | command-a
    cohere/chat/006 | cohere | command |  | 1795176000000000 | standard |  | input=7;output=100 |  |  |  |  | 0.000207 |  | command
    zai/chat.completions/002 | zai | glm-5.3 | glm-5.3 | 1795176000000000 | standard |  | input=20;output=9;reasoning=116 |  |  |  |  | 0.000578 |  | GLM-5.3
    cohere/embed/003 | cohere | embed-v4.0 |  | 1795176000000000 | standard |  | input=500 |  |  |  |  | 0.00006 |  | embed-v4.0
    openai/embeddings/004 | openai | text-embedding-3-small | text-embedding-3-small | 1795176000000000 | standard |  | input=8191 |  |  |  |  | 0.00016382 |  | text-embedding-3-small
    voyageai/embeddings/003 | voyageai | voyage-3.5 | voyage-3.5 | 1795176000000000 | standard |  | input=5000 |  |  |  |  | 0.0003 |  | voyage-3.5
    cohere/rerank/004 | cohere | rerank-v4.0-fast |  | 1795176000000000 | standard |  |  | search_units=2 |  |  |  | 0.004 |  | rerank-v4.0-fast
    openai/completions/003 | openai | gpt-3.5-turbo-instruct:20230824-v2 | gpt-3.5-turbo-instruct:20230824-v2 | 1795176000000000 | standard |  | input=14;output=16 |  |  |  |  | 0.000053 |  | gpt-3.5-turbo-instruct
    azure/embeddings/002 | azure | my-embeddings | text-embedding-ada-002 | 1795176000000000 | standard |  | input=5000 |  |  |  |  | 0.0005 |  | ada
    mistral/embeddings/001 | mistral | mistral-embed | mistral-embed | 1795176000000000 | standard |  | input=21 |  |  |  |  | 0.0000021 |  | mistral-embed
    together/chat.completions/002 | together | openai/gpt-oss-120b | openai/gpt-oss-120b | 1795176000000000 | standard |  | input=3000;output=400 |  |  |  |  | 0.00069 |  | openai/gpt-oss-120b
    xai/chat.completions/005 | xai | grok-4.7 | grok-4.7 | 1795176000000000 | standard |  | input=488;cachedInput=512;output=100;reasoning=900 |  |  |  |  | 0.007232 |  | grok-4.7
    xai/chat.completions/004 | xai | grok-4.6 | grok-4.6 | 1795176000000000 | standard |  | input=488;cachedInput=512;output=100;reasoning=900 |  |  |  |  | 0.007232 |  | grok-4.6
    xai/responses/001 | xai | grok-4-fast-reasoning | grok-4-fast-reasoning | 1795176000000000 | standard |  | input=371;cachedInput=1235;output=102;reasoning=190 |  |  |  |  | 0.00028195 |  | grok-4-fast-reasoning
    google/interactions/005 | google | gemini-2.5-flash | gemini-2.5-flash | 1795176000000000 | standard |  | input=161;output=19 |  |  |  |  | 0.0000958 |  | gemini-2.5-flash
    moonshotai/chat.completions/004 | moonshotai | kimi-k2.6 | kimi-k2.6 | 1795176000000000 | standard |  | input=976;cachedInput=1024;output=300 |  |  |  |  | 0.00229104 |  | kimi-k2.6
    openai/audio.transcriptions/004 | openai | gpt-4o-transcribe |  | 1795176000000000 | standard |  | input=14;output=145;audioInput=600 |  |  |  |  | 0.005085 |  | gpt-4o-transcribe
    openai/images/002 | openai | gpt-image-1-mini |  | 1795176000000000 | standard |  | input=50;imageOutput=1056 |  |  |  |  | 0.008548 |  | gpt-image-1-mini
    openai/audio.speech/001 | openai | gpt-4o-mini-tts |  | 1795176000000000 | standard |  | input=120;audioOutput=1500 |  |  |  |  | 0.018072 |  | gpt-4o-mini-tts
    vertex_ai/messages/002 | vertex_ai | claude-sonnet-4-6 | claude-sonnet-4-6 | 1795176000000000 | standard | regional_endpoint | input=1000;cachedInput=2000;output=300;cacheWrite5m=500 |  |  |  |  | 0.0109725 |  | claude-sonnet-4-6
    groq/audio.transcriptions/001 | groq | whisper-large-v3 |  | 1795176000000000 | standard |  |  | audio_microseconds=3600000000 |  |  |  | 0.111 |  | whisper-large-v3
    perplexity/chat.completions/003 | perplexity | sonar | sonar | 1795176000000000 | standard |  | input=14;output=248 |  | 0.012262 | high |  | 0.012262 | 0.000262 | sonar
    fireworks/chat.completions/002 | fireworks | accounts/fireworks/models/kimi-k2p6 | accounts/fireworks/models/kimi-k2p6 | 1795176000000000 | standard |  | input=2000;cachedInput=1000;output=400 |  |  |  |  | 0.00366 |  | kimi-k2p6
    """
