/*
 * Directives of nginx and its official modules: where each may stand, whether it opens a block, and how many arguments it takes.
 * Names, contexts and arities are taken from @nginx/reference-lib 1.1.41 (Apache-2.0, generated from the documentation at nginx.org),
 * read 2026-11-20; "ssl", "limit_zone" and the "http2_*" names that nginx has since dropped are added, as old files still hold them.
 */

/**
 * `"<contexts> <shape> <most arguments>"` → names, separated by white space.
 * Contexts: m main, e events and mgmt, h http, s server, l location, i if, x limit_except, u upstream, t stream (its servers too), a mail (its
 * servers too), o the blocks of other modules; `*` everywhere. Shape: `;` ends with a semicolon, `{` opens a block, `;{` either.
 * Most arguments: a number, or `*` for more than four.
 */
export const nginxDirectives: Readonly<Record<string, string>> = {
  "* ; 1": `
    include`,
  "a ; *": `
    imap_auth imap_capabilities pop3_auth pop3_capabilities smtp_auth smtp_capabilities`,
  "a ; 1": `
    auth_http auth_http_pass_client_cert auth_http_timeout imap_client_buffer max_errors protocol proxy_buffer proxy_pass_error_message proxy_smtp_auth
    smtp_client_buffer smtp_greeting_delay starttls timeout xclient`,
  "a ; 2": `
    auth_http_header`,
  "e ; 1": `
    accept_mutex accept_mutex_delay debug_connection enforce_initial_report license_token multi_accept proxy proxy_password proxy_username stall_threshold
    use worker_aio_requests worker_connections`,
  "e ; 2": `
    usage_report`,
  "ehsluta ; *": `
    resolver`,
  "ehstao ; 1": `
    ssl_crl ssl_trusted_certificate`,
  "eo ; 1": `
    ssl_verify state_path`,
  "h ; *": `
    auth_jwt_claim_set auth_jwt_header_set fastcgi_cache_path perl_set proxy_cache_path scgi_cache_path session_log_format session_log_zone
    uwsgi_cache_path`,
  "h ; 1": `
    acme_shared_zone geoip_proxy geoip_proxy_recursive http2_recv_buffer_size otel_service_name perl_modules perl_require`,
  "h ; 2": `
    otel_resource_attr`,
  "h ; 3": `
    limit_zone`,
  "h ; 4": `
    limit_req_zone`,
  "h { 0": `
    otel_exporter`,
  "h { 1": `
    acme_issuer oidc_provider`,
  "h { 2": `
    charset_map`,
  "hs ; 1": `
    client_header_buffer_size client_header_timeout connection_pool_size http2 http2_body_preread_size http2_idle_timeout http2_max_concurrent_pushes
    http2_max_concurrent_streams http2_max_field_size http2_max_header_size http2_max_requests http2_recv_timeout http3 http3_hq
    http3_max_concurrent_streams http3_stream_buffer_size ignore_invalid_headers max_headers merge_slashes quic_active_connection_id_limit quic_gso
    quic_host_key quic_retry request_pool_size ssl_buffer_size ssl_early_data underscores_in_headers`,
  "hs ; 2": `
    large_client_header_buffers`,
  "hsa ; 1": `
    ssl`,
  "hsl ; *": `
    addition_types ancient_browser charset_types dav_access dav_methods early_hints fastcgi_allow_upstream fastcgi_cache_bypass fastcgi_cache_methods
    fastcgi_cache_purge fastcgi_cache_use_stale fastcgi_cache_valid fastcgi_ignore_headers fastcgi_next_upstream fastcgi_no_cache fastcgi_store_access
    grpc_ignore_headers grpc_next_upstream grpc_ssl_protocols gzip_disable gzip_proxied gzip_types index keepalive_disable memcached_allow_upstream
    memcached_next_upstream proxy_allow_upstream proxy_cache_bypass proxy_cache_methods proxy_cache_purge proxy_cache_use_stale proxy_cache_valid
    proxy_cookie_flags proxy_ignore_headers proxy_no_cache proxy_store_access scgi_allow_upstream scgi_cache_bypass scgi_cache_methods scgi_cache_purge
    scgi_cache_use_stale scgi_cache_valid scgi_ignore_headers scgi_next_upstream scgi_no_cache scgi_store_access ssi_types sub_filter_types
    tunnel_allow_upstream tunnel_next_upstream userid_flags uwsgi_allow_upstream uwsgi_cache_bypass uwsgi_cache_methods uwsgi_cache_purge
    uwsgi_cache_use_stale uwsgi_cache_valid uwsgi_ignore_headers uwsgi_next_upstream uwsgi_no_cache uwsgi_ssl_protocols uwsgi_store_access xslt_types`,
  "hsl ; 1": `
    absolute_redirect add_after_body add_before_body aio aio_write ancient_browser_value auth_delay auth_jwt_key_cache auth_jwt_leeway auth_oidc
    auth_request autoindex autoindex_exact_size autoindex_format autoindex_localtime chunked_transfer_encoding client_body_buffer_size
    client_body_in_file_only client_body_in_single_buffer client_body_timeout client_max_body_size create_full_put_path default_type directio
    directio_alignment etag f4f_buffer_size fastcgi_bind_dynamic fastcgi_buffer_size fastcgi_buffering fastcgi_busy_buffers_size fastcgi_cache
    fastcgi_cache_background_update fastcgi_cache_key fastcgi_cache_lock fastcgi_cache_lock_age fastcgi_cache_lock_timeout fastcgi_cache_max_range_offset
    fastcgi_cache_min_uses fastcgi_cache_revalidate fastcgi_catch_stderr fastcgi_connect_timeout fastcgi_force_ranges fastcgi_hide_header
    fastcgi_ignore_client_abort fastcgi_index fastcgi_intercept_errors fastcgi_keep_conn fastcgi_limit_rate fastcgi_max_temp_file_size
    fastcgi_next_upstream_timeout fastcgi_next_upstream_tries fastcgi_pass_header fastcgi_pass_request_body fastcgi_pass_request_headers
    fastcgi_read_timeout fastcgi_request_buffering fastcgi_request_dynamic fastcgi_send_lowat fastcgi_send_timeout fastcgi_socket_keepalive
    fastcgi_socket_rcvbuf fastcgi_socket_sndbuf fastcgi_store fastcgi_temp_file_write_size grpc_allow_upstream grpc_bind_dynamic grpc_buffer_size
    grpc_connect_timeout grpc_hide_header grpc_intercept_errors grpc_next_upstream_timeout grpc_next_upstream_tries grpc_pass_header grpc_read_timeout
    grpc_request_dynamic grpc_send_timeout grpc_socket_keepalive grpc_socket_rcvbuf grpc_socket_sndbuf grpc_ssl_certificate grpc_ssl_certificate_key
    grpc_ssl_ciphers grpc_ssl_crl grpc_ssl_key_log grpc_ssl_name grpc_ssl_password_file grpc_ssl_server_name grpc_ssl_session_reuse
    grpc_ssl_trusted_certificate grpc_ssl_verify grpc_ssl_verify_depth gunzip gzip_comp_level gzip_http_version gzip_min_length gzip_static gzip_vary
    hls_forward_args hls_fragment hls_mp4_buffer_size hls_mp4_max_buffer_size http2_chunk_size http2_push http2_push_preload if_modified_since
    image_filter_buffer image_filter_interlace image_filter_jpeg_quality image_filter_sharpen image_filter_transparency image_filter_webp_quality
    keepalive_min_timeout limit_conn_status limit_req_dry_run limit_req_log_level limit_req_status lingering_close lingering_time lingering_timeout
    log_not_found log_subrequest max_ranges memcached_bind_dynamic memcached_buffer_size memcached_connect_timeout memcached_gzip_flag
    memcached_next_upstream_timeout memcached_next_upstream_tries memcached_read_timeout memcached_send_timeout memcached_socket_keepalive
    min_delete_depth mirror mirror_request_body modern_browser_value mp4_buffer_size mp4_limit_rate mp4_limit_rate_after mp4_max_buffer_size
    mp4_start_key_frame msie_padding msie_refresh open_file_cache_errors open_file_cache_min_uses open_file_cache_valid otel_span_name otel_trace
    otel_trace_context port_in_redirect postpone_output proxy_buffering proxy_busy_buffers_size proxy_cache proxy_cache_background_update
    proxy_cache_convert_head proxy_cache_key proxy_cache_lock proxy_cache_lock_age proxy_cache_lock_timeout proxy_cache_max_range_offset
    proxy_cache_min_uses proxy_cache_revalidate proxy_force_ranges proxy_headers_hash_bucket_size proxy_headers_hash_max_size proxy_hide_header
    proxy_http_version proxy_ignore_client_abort proxy_intercept_errors proxy_limit_rate proxy_max_temp_file_size proxy_method proxy_pass_header
    proxy_pass_request_body proxy_pass_request_headers proxy_pass_trailers proxy_read_timeout proxy_request_buffering proxy_request_dynamic
    proxy_send_lowat proxy_send_timeout proxy_set_body proxy_store proxy_temp_file_write_size read_ahead real_ip_header real_ip_recursive
    recursive_error_pages reset_timedout_connection satisfy scgi_bind_dynamic scgi_buffer_size scgi_buffering scgi_busy_buffers_size scgi_cache
    scgi_cache_background_update scgi_cache_key scgi_cache_lock scgi_cache_lock_age scgi_cache_lock_timeout scgi_cache_max_range_offset
    scgi_cache_min_uses scgi_cache_revalidate scgi_connect_timeout scgi_force_ranges scgi_hide_header scgi_ignore_client_abort scgi_intercept_errors
    scgi_limit_rate scgi_max_temp_file_size scgi_next_upstream_timeout scgi_next_upstream_tries scgi_pass_header scgi_pass_request_body
    scgi_pass_request_headers scgi_read_timeout scgi_request_buffering scgi_request_dynamic scgi_send_timeout scgi_socket_keepalive scgi_socket_rcvbuf
    scgi_socket_sndbuf scgi_store scgi_temp_file_write_size secure_link secure_link_md5 send_lowat send_timeout sendfile_max_chunk server_name_in_redirect
    server_tokens session_log slice ssi_last_modified ssi_min_file_chunk ssi_silent_errors ssi_value_length sub_filter_last_modified sub_filter_once
    subrequest_output_buffer_size tcp_nopush tunnel_bind tunnel_bind_dynamic tunnel_buffer_size tunnel_connect_timeout tunnel_next_upstream_timeout
    tunnel_next_upstream_tries tunnel_read_timeout tunnel_send_lowat tunnel_send_timeout tunnel_socket_keepalive tunnel_socket_rcvbuf tunnel_socket_sndbuf
    types_hash_bucket_size types_hash_max_size userid userid_domain userid_expires userid_mark userid_name userid_p3p userid_path userid_service
    uwsgi_bind_dynamic uwsgi_buffer_size uwsgi_buffering uwsgi_busy_buffers_size uwsgi_cache uwsgi_cache_background_update uwsgi_cache_key
    uwsgi_cache_lock uwsgi_cache_lock_age uwsgi_cache_lock_timeout uwsgi_cache_max_range_offset uwsgi_cache_min_uses uwsgi_cache_revalidate
    uwsgi_connect_timeout uwsgi_force_ranges uwsgi_hide_header uwsgi_ignore_client_abort uwsgi_intercept_errors uwsgi_limit_rate uwsgi_max_temp_file_size
    uwsgi_modifier1 uwsgi_modifier2 uwsgi_next_upstream_timeout uwsgi_next_upstream_tries uwsgi_pass_header uwsgi_pass_request_body
    uwsgi_pass_request_headers uwsgi_read_timeout uwsgi_request_buffering uwsgi_request_dynamic uwsgi_send_timeout uwsgi_socket_keepalive
    uwsgi_socket_rcvbuf uwsgi_socket_sndbuf uwsgi_ssl_certificate uwsgi_ssl_certificate_key uwsgi_ssl_ciphers uwsgi_ssl_crl uwsgi_ssl_key_log
    uwsgi_ssl_name uwsgi_ssl_password_file uwsgi_ssl_server_name uwsgi_ssl_session_reuse uwsgi_ssl_trusted_certificate uwsgi_ssl_verify
    uwsgi_ssl_verify_depth uwsgi_store uwsgi_temp_file_write_size xml_entities xml_external_entities xslt_last_modified`,
  "hsl ; 2": `
    auth_request_set disable_symlinks error_log_tag fastcgi_bind fastcgi_buffers grpc_bind grpc_set_header grpc_ssl_conf_command gunzip_buffers
    gzip_buffers hls_buffers memcached_bind modern_browser open_file_cache otel_span_attr output_buffers proxy_buffers proxy_cookie_domain
    proxy_cookie_path proxy_redirect proxy_set_header scgi_bind scgi_buffers status_format sub_filter uwsgi_bind uwsgi_buffers uwsgi_ssl_conf_command
    xslt_param xslt_string_param`,
  "hsl ; 3": `
    fastcgi_param grpc_ssl_certificate_cache limit_req scgi_param uwsgi_param uwsgi_ssl_certificate_cache`,
  "hsl ; 4": `
    client_body_temp_path fastcgi_temp_path proxy_temp_path scgi_temp_path uwsgi_temp_path`,
  "hsl { 0": `
    types`,
  "hsli ; *": `
    error_page`,
  "hsli ; 1": `
    add_header_inherit add_trailer_inherit charset gzip limit_rate limit_rate_after override_charset rewrite_log root sendfile source_charset ssi
    uninitialized_variable_warn`,
  "hsli ; 2": `
    expires`,
  "hsli ; 3": `
    add_header add_trailer`,
  "hslixt ; *": `
    access_log`,
  "hslt ; *": `
    proxy_next_upstream proxy_ssl_protocols`,
  "hslt ; 1": `
    js_context_reuse js_engine js_fetch_buffer_size js_fetch_ciphers js_fetch_keepalive js_fetch_keepalive_requests js_fetch_keepalive_time
    js_fetch_keepalive_timeout js_fetch_max_response_buffer_size js_fetch_proxy js_fetch_timeout js_fetch_trusted_certificate js_fetch_verify
    js_fetch_verify_depth js_path limit_conn_dry_run limit_conn_log_level proxy_bind_dynamic proxy_buffer_size proxy_connect_timeout
    proxy_next_upstream_timeout proxy_next_upstream_tries proxy_socket_keepalive proxy_socket_rcvbuf proxy_socket_sndbuf proxy_ssl_certificate
    proxy_ssl_certificate_key proxy_ssl_ciphers proxy_ssl_crl proxy_ssl_key_log proxy_ssl_name proxy_ssl_password_file proxy_ssl_server_name
    proxy_ssl_session_reuse proxy_ssl_trusted_certificate proxy_ssl_verify proxy_ssl_verify_depth tcp_nodelay`,
  "hslt ; 2": `
    js_var limit_conn proxy_bind proxy_ssl_conf_command`,
  "hslt ; 3": `
    js_import js_preload_object js_set proxy_ssl_certificate_cache`,
  "hslt ; 4": `
    js_fetch_protocols open_log_file_cache`,
  "hslta ; 1": `
    set_real_ip_from`,
  "hslu ; 1": `
    keepalive_requests keepalive_time`,
  "hslu ; 2": `
    keepalive_timeout`,
  "hsluta ; 1": `
    resolver_timeout`,
  "hslx ; *": `
    auth_jwt_require auth_require`,
  "hslx ; 1": `
    auth_basic auth_basic_user_file auth_jwt_key_file auth_jwt_key_request auth_jwt_type`,
  "hslx ; 2": `
    auth_jwt`,
  "hslxt ; 1": `
    allow deny`,
  "hst ; 1": `
    ssl_ech_file ssl_key_log ssl_ocsp ssl_ocsp_cache ssl_ocsp_responder ssl_reject_handshake ssl_stapling ssl_stapling_file ssl_stapling_responder
    ssl_stapling_verify`,
  "hst ; 3": `
    ssl_certificate_cache`,
  "hsta ; *": `
    ssl_protocols`,
  "hsta ; 1": `
    ssl_certificate ssl_certificate_compression ssl_certificate_key ssl_ciphers ssl_client_certificate ssl_dhparam ssl_ecdh_curve ssl_password_file
    ssl_prefer_server_ciphers ssl_session_ticket_key ssl_session_tickets ssl_session_timeout ssl_verify_client ssl_verify_depth`,
  "hsta ; 2": `
    ssl_conf_command ssl_session_cache`,
  "ht ; *": `
    js_shared_dict_zone keyval_zone log_format`,
  "ht ; 1": `
    geoip_city geoip_country geoip_org js_include map_hash_bucket_size map_hash_max_size server_names_hash_bucket_size server_names_hash_max_size
    variables_hash_bucket_size variables_hash_max_size`,
  "ht ; 2": `
    limit_conn_zone`,
  "ht ; 3": `
    keyval`,
  "ht { 1": `
    match upstream`,
  "ht { 2": `
    geo map num_map split_clients`,
  "huta ;{ 2": `
    server`,
  "l ; *": `
    xslt_stylesheet`,
  "l ; 0": `
    empty_gif f4f flv hls internal mp4 status upstream_conf`,
  "l ; 1": `
    alias api fastcgi_split_path_info random_index secure_link_secret`,
  "l ; 3": `
    image_filter`,
  "l { *": `
    limit_except`,
  "li ; 1": `
    fastcgi_pass grpc_pass memcached_pass scgi_pass uwsgi_pass`,
  "lix ; 1": `
    js_content js_header_filter`,
  "lix ; 2": `
    js_body_filter`,
  "lixt ; 1": `
    js_access proxy_pass`,
  "lt ; 1": `
    health_check`,
  "lt ; 4": `
    js_periodic`,
  "lx ; *": `
    perl`,
  "m ; *": `
    worker_cpu_affinity`,
  "m ; 1": `
    daemon debug_points env google_perftools_profiles load_module lock_file master_process pcre_jit pid quic_bpf ssl_engine ssl_object_cache_inheritable
    timer_resolution worker_priority worker_processes worker_rlimit_core worker_rlimit_nofile worker_shutdown_timeout working_directory`,
  "m ; 2": `
    user`,
  "m ; 3": `
    js_load_http_native_module js_load_stream_native_module thread_pool`,
  "m { 0": `
    events http mail mgmt stream`,
  "mhslta ; 3": `
    error_log`,
  "o ; *": `
    scope`,
  "o ; 0": `
    accept_terms_of_service`,
  "o ; 1": `
    account_key challenge client_id client_secret common_name_in_csr config_url contact cookie_name extra_auth_args frontchannel_logout_uri issuer
    logout_token_hint logout_uri pkce post_logout_uri preferred_chain redirect_uri session_store session_timeout uri userinfo`,
  "o ; 2": `
    external_account_key profile`,
  "s ; *": `
    acme_certificate`,
  "sl ; *": `
    try_files valid_referers`,
  "sl ; 0": `
    stub_status`,
  "sl ; 1": `
    internal_redirect referer_hash_bucket_size referer_hash_max_size`,
  "sl { *": `
    if`,
  "sl { 2": `
    location`,
  "sli ; 0": `
    break`,
  "sli ; 1": `
    status_zone tunnel_pass`,
  "sli ; 3": `
    rewrite`,
  "slit ; 2": `
    return set`,
  "sta ; *": `
    listen server_name`,
  "t ; *": `
    proxy_ssl_alpn ssl_alpn zone_sync_ssl_protocols`,
  "t ; 0": `
    zone_sync`,
  "t ; 1": `
    health_check_timeout js_filter js_preread mqtt mqtt_preread mqtt_rewrite_buffer_size pass preread_buffer_size preread_timeout proxy_download_rate
    proxy_half_close proxy_protocol_timeout proxy_requests proxy_responses proxy_session_drop proxy_ssl proxy_upload_rate ssl_handshake_timeout
    ssl_preread zone_sync_connect_retry_interval zone_sync_connect_timeout zone_sync_interval zone_sync_recv_buffer_size zone_sync_ssl
    zone_sync_ssl_certificate zone_sync_ssl_certificate_key zone_sync_ssl_ciphers zone_sync_ssl_crl zone_sync_ssl_name zone_sync_ssl_password_file
    zone_sync_ssl_server_name zone_sync_ssl_trusted_certificate zone_sync_ssl_verify zone_sync_ssl_verify_depth zone_sync_timeout`,
  "t ; 2": `
    mqtt_buffers mqtt_set_connect zone_sync_buffers zone_sync_server zone_sync_ssl_conf_command`,
  "ta ; 1": `
    proxy_protocol proxy_timeout`,
  "u ; *": `
    sticky`,
  "u ; 0": `
    ip_hash least_conn ntlm`,
  "u ; 1": `
    state`,
  "u ; 2": `
    hash keepalive least_time queue random zone`,
};

/**
 * How the names of widely used modules from elsewhere begin: lua-nginx-module, headers-more, echo, set-misc, srcache, brotli, zstd,
 * geoip2, vts, ModSecurity, naxsi, passenger, pagespeed, nchan, rtmp, fancyindex, cache_purge, nginx-sticky, upstream_check, opentracing.
 */
export const nginxModulePrefixes: readonly string[] = [
  "access_by_lua",
  "balancer_by_lua",
  "body_filter_by_lua",
  "brotli",
  "check_",
  "content_by_lua",
  "echo",
  "exit_worker_by_lua",
  "fancyindex",
  "geoip2",
  "header_filter_by_lua",
  "init_by_lua",
  "init_worker_by_lua",
  "log_by_lua",
  "lua_",
  "modsecurity",
  "more_clear_",
  "more_set_",
  "nchan_",
  "opentracing",
  "pagespeed",
  "passenger_",
  "preread_by_lua",
  "proxy_cache_purge",
  "rewrite_by_lua",
  "rtmp",
  "server_rewrite_by_lua",
  "set_by_lua",
  "set_escape_uri",
  "set_unescape_uri",
  "srcache_",
  "ssl_certificate_by_lua",
  "ssl_client_hello_by_lua",
  "vhost_traffic_status",
  "zstd",
];

/**
 * Directives whose values are a list that a level takes over from the level around it if and only if it has none of its own. Those that
 * stand in one row make up one list. Source: "inherited from the previous configuration level if and only if there are no … directives
 * defined on the current level" in the documentation of each module at nginx.org (ngx_http_access_module and others).
 */
export const nginxListDirectives: readonly (readonly string[])[] = [
  ["access_log"],
  ["add_header"],
  ["add_trailer"],
  ["allow", "deny"],
  ["auth_jwt_require"],
  ["auth_require"],
  ["charset_types"],
  ["error_log"],
  ["error_page"],
  ["fastcgi_hide_header"],
  ["fastcgi_param"],
  ["fastcgi_pass_header"],
  ["grpc_hide_header"],
  ["grpc_pass_header"],
  ["grpc_set_header"],
  ["grpc_ssl_conf_command"],
  ["gzip_types"],
  ["index"],
  ["limit_conn"],
  ["limit_req"],
  ["mirror"],
  ["proxy_cache_bypass"],
  ["proxy_cache_valid"],
  ["proxy_cookie_domain"],
  ["proxy_cookie_flags"],
  ["proxy_cookie_path"],
  ["proxy_hide_header"],
  ["proxy_no_cache"],
  ["proxy_pass_header"],
  ["proxy_redirect"],
  ["proxy_set_header"],
  ["proxy_ssl_conf_command"],
  ["root", "alias"],
  ["scgi_hide_header"],
  ["scgi_param"],
  ["scgi_pass_header"],
  ["set_real_ip_from"],
  ["ssl_certificate"],
  ["ssl_certificate_key"],
  ["ssl_conf_command"],
  ["sub_filter"],
  ["uwsgi_hide_header"],
  ["uwsgi_param"],
  ["uwsgi_pass_header"],
  ["uwsgi_ssl_conf_command"],
  ["xslt_param", "xslt_string_param"],
];

/**
 * Directives that a block inside their own does not take over: a nested location answers by itself. `if` and `limit_except` do
 * take over the handler of the location they stand in. Source: development guide and module documentation at nginx.org, "Context".
 */
export const nginxNotInherited: readonly string[] = [
  "api",
  "break",
  "content_by_lua_block",
  "content_by_lua_file",
  "empty_gif",
  "fastcgi_pass",
  "flv",
  "grpc_pass",
  "internal",
  "js_content",
  "listen",
  "memcached_pass",
  "mp4",
  "perl",
  "proxy_pass",
  "return",
  "rewrite",
  "scgi_pass",
  "server_name",
  "set",
  "status",
  "stub_status",
  "try_files",
  "tunnel_pass",
  "uwsgi_pass",
];

/** Adds the values of the levels around it to its own instead of dropping them (headers-more-nginx-module, its README, "more_set_headers"). */
export const nginxAccumulating: readonly string[] = [
  "more_clear_headers",
  "more_clear_input_headers",
  "more_set_headers",
  "more_set_input_headers",
];
