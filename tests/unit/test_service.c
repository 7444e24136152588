// SPDX-License-Identifier: GPL-3.0-or-later
#include "service_fixture.h"
#include "test.h"

#include <podplan/service.h>

TEST(the_small_service_has_no_fault)
{
    struct pp_service *service = fixture_small();
    assert_int_equal(service->n_families, 10);
    assert_int_equal(service->n_practitioners, 6);
    pp_service_destroy(service);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_service_has_no_fault),
    };
    return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
